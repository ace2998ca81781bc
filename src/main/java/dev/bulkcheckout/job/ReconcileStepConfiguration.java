package dev.bulkcheckout.job;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;

import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.OpenOrder;
import dev.bulkcheckout.ledger.OrderLook;
import dev.bulkcheckout.ledger.Orders;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.RunCountsQuery;

/**
 * The step {@code reconcileSubscriptions}: a window of looks for each share of the open
 * orders.
 */
@Configuration(proxyBeanMethods = false)
class ReconcileStepConfiguration {

	private static final int SHARES = 2;

	private static final String NAME = "share";

	@Bean
	Step reconcileSubscriptions(JobRepository repository, Step reconcilePartition, TaskExecutor partitionExecutor,
			ActiveRuns activeRuns, Runs runs, Orders orders, RunCountsQuery runCounts, DatabaseRetry retry,
			InstantSource clock) {
		return new StepBuilder("reconcileSubscriptions", repository).partitioner("reconcileSubscriptions", shares())
			.step(reconcilePartition)
			.taskExecutor(partitionExecutor)
			.listener(new ReconcileWindow(activeRuns, runs, orders, runCounts, retry, clock))
			.build();
	}

	private static Partitioner shares() {
		return (gridSize) -> IntStream.range(0, SHARES)
			.boxed()
			.collect(Collectors.toMap((share) -> NAME + share, (share) -> new ExecutionContext()));
	}

	@Bean
	Step reconcilePartition(JobRepository repository, ItemStreamReader<List<OrderLook>> reconcileReader,
			ItemWriter<List<OrderLook>> reconcileWriter) {
		return WindowStep.build("reconcilePartition", repository, reconcileReader, reconcileWriter);
	}

	@Bean
	@StepScope
	ItemStreamReader<List<OrderLook>> reconcileReader(@Value("#{stepExecution}") StepExecution stepExecution,
			ActiveRuns activeRuns, Orders orders, DatabaseRetry retry, InstantSource clock) {
		ActiveRun run = activeRuns.of(stepExecution);
		String step = stepExecution.getStepName();
		int share = Integer.parseInt(step.substring(step.lastIndexOf(NAME) + NAME.length()));
		ReconcileFeed feed = new ReconcileFeed(orders, retry, run.leases().keySet(), share, SHARES, clock,
				run.reconcileUntil());
		return WindowStep.reader(run, feed, (order) -> look(run, order, clock), () -> false, stepExecution);
	}

	private static Optional<OrderLook> look(ActiveRun run, OpenOrder order, InstantSource clock)
			throws InterruptedException {
		boolean last = !clock.instant().isBefore(run.reconcileUntil());
		return run.calls()
			.orders()
			.read(order.customer(), order.order(), order.orderedAt(), order.reads(), last)
			.map((reading) -> new OrderLook(order, reading));
	}

	@Bean
	@StepScope
	ItemWriter<List<OrderLook>> reconcileWriter(@Value("#{stepExecution}") StepExecution stepExecution,
			ActiveRuns activeRuns, Orders orders, DatabaseRetry retry) {
		ActiveRun run = activeRuns.of(stepExecution);
		return (chunk) -> chunk.getItems().forEach((looks) -> {
			retry.run(() -> orders.record(run.leases(), looks));
			run.progress().looked(looks);
		});
	}

}
