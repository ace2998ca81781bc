package dev.bulkcheckout.job;

import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.partition.support.SimpleStepExecutionSplitter;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.PartitionWork;
import dev.bulkcheckout.ledger.Partitions;
import dev.bulkcheckout.ledger.RunCountsQuery;

/**
 * Makes steps whose partitions are worked on by other processes.
 */
final class WorkerPartitions {

	private final ActiveRun run;

	private final Partitions partitions;

	private final RunCountsQuery runCounts;

	private final Leases leases;

	private final DatabaseRetry retry;

	private final OperatorConsole console;

	private final String partner;

	WorkerPartitions(ActiveRun run, Partitions partitions, RunCountsQuery runCounts, Leases leases, DatabaseRetry retry,
			OperatorConsole console, String partner) {
		this.run = run;
		this.partitions = partitions;
		this.runCounts = runCounts;
		this.leases = leases;
		this.retry = retry;
		this.console = console;
		this.partner = partner;
	}

	Step step(String name, PartitionWork work, JobRepository repository, StepExecutionListener listener) {
		SimpleStepExecutionSplitter splitter = new SimpleStepExecutionSplitter(repository, name, this::plan);
		// whether anything is left in a partition is known by the ledger
		splitter.setAllowStartIfComplete(true);
		return new StepBuilder(name, repository).partitioner(name, this::plan)
			.splitter(splitter)
			.partitionHandler(new WorkerPartitionHandler(work, this.run, repository, this.partitions, this.retry,
					this.console, new WorkerProgress(work, this.run, this.runCounts, this.retry), this.leases.life()))
			.listener(listener)
			.build();
	}

	private Map<String, ExecutionContext> plan(int count) {
		return this.retry.call(() -> this.partitions.plan(this.run.lease(), count, this.partner))
			.stream()
			.collect(Collectors.toMap(String::valueOf, (number) -> new ExecutionContext()));
	}

}
