package dev.bulkcheckout.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.PartitionRange;

/**
 * The partitions that the ledger planned. A partition is found by its name alone: after a
 * crash between creating its row and its context the context is empty.
 */
final class LedgerPartitioner implements Partitioner {

	private static final String NAME = "partition";

	private final ActiveRun run;

	private final Carts carts;

	private final DatabaseRetry retry;

	LedgerPartitioner(ActiveRun run, Carts carts, DatabaseRetry retry) {
		this.run = run;
		this.carts = carts;
		this.retry = retry;
	}

	@Override
	public Map<String, ExecutionContext> partition(int gridSize) {
		long all = this.retry.call(() -> this.carts.countAll(this.run.id()));
		long open = this.retry.call(() -> this.carts.countUnsettled(this.run.id()));
		this.run.progress().begin(Progress.Phase.CHECKOUT, all, all - open);
		Map<String, ExecutionContext> partitions = new HashMap<>();
		for (PartitionRange range : this.retry.call(() -> this.carts.partitions(this.run.id()))) {
			partitions.put(NAME + range.number(), new ExecutionContext());
		}
		return partitions;
	}

	/**
	 * The range of the partition that a StepExecution is named after.
	 * @throws IllegalStateException if there is none; a default would be all carts
	 */
	static PartitionRange rangeOf(StepExecution stepExecution, List<PartitionRange> planned) {
		String step = stepExecution.getStepName();
		return planned.stream()
			.filter((range) -> step.endsWith(":" + NAME + range.number()))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("no partition was planned for " + step));
	}

}
