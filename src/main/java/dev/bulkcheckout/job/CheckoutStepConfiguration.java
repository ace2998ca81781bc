package dev.bulkcheckout.job;

import java.util.List;
import java.util.Optional;

import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;

import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.PartitionRange;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.Settlement;
import dev.bulkcheckout.ledger.StagedCart;

/**
 * The step {@code checkoutCarts}: a window of calls for each partition of the ledger.
 */
@Configuration(proxyBeanMethods = false)
class CheckoutStepConfiguration {

	@Bean
	Step checkoutCarts(JobRepository repository, Partitioner checkoutPartitioner, Step checkoutPartition,
			TaskExecutor partitionExecutor, ActiveRuns activeRuns, Runs runs, Carts carts, DatabaseRetry retry) {
		return new StepBuilder("checkoutCarts", repository).partitioner("checkoutCarts", checkoutPartitioner)
			.step(checkoutPartition)
			.taskExecutor(partitionExecutor)
			.listener(new CheckoutCompletion(activeRuns, runs, carts, retry))
			.build();
	}

	@Bean
	Step checkoutPartition(JobRepository repository, ItemStreamReader<List<Settlement>> checkoutReader,
			ItemWriter<List<Settlement>> checkoutWriter) {
		return WindowStep.build("checkoutPartition", repository, checkoutReader, checkoutWriter);
	}

	@Bean
	@StepScope
	Partitioner checkoutPartitioner(@Value("#{stepExecution}") StepExecution stepExecution, ActiveRuns activeRuns,
			Carts carts, DatabaseRetry retry) {
		return new LedgerPartitioner(activeRuns.of(stepExecution), carts, retry);
	}

	@Bean
	@StepScope
	ItemStreamReader<List<Settlement>> checkoutReader(@Value("#{stepExecution}") StepExecution stepExecution,
			ActiveRuns activeRuns, Carts carts, DatabaseRetry retry) {
		ActiveRun run = activeRuns.of(stepExecution);
		PartitionRange range = LedgerPartitioner.rangeOf(stepExecution, retry.call(() -> carts.partitions(run.id())));
		return WindowStep.reader(run, new CheckoutFeed(carts, retry, run.id(), range), (cart) -> checkOut(run, cart),
				() -> false, stepExecution);
	}

	private static Optional<Settlement> checkOut(ActiveRun run, StagedCart cart) throws InterruptedException {
		return run.calls()
			.checkouts()
			.checkOut(cart.cart(), cart.requestId(), cart.askedBefore())
			.map((result) -> new Settlement(cart, result));
	}

	@Bean
	@StepScope
	ItemWriter<List<Settlement>> checkoutWriter(@Value("#{stepExecution}") StepExecution stepExecution,
			ActiveRuns activeRuns, Carts carts, DatabaseRetry retry) {
		ActiveRun run = activeRuns.of(stepExecution);
		return (chunk) -> chunk.getItems().forEach((settlements) -> {
			retry.run(() -> carts.settle(run.lease(), settlements));
			run.refusals().saw(settlements);
			run.progress().settled(settlements);
		});
	}

}
