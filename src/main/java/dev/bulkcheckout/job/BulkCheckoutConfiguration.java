package dev.bulkcheckout.job;

import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.annotation.Isolation;

import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.Staging;
import dev.bulkcheckout.report.files.ResultFiles;
import dev.bulkcheckout.settings.RunProperties;

/**
 * The job {@code bulkCheckout}, and the job that asks again for subscription ids later.
 */
@Configuration(proxyBeanMethods = false)
@EnableBatchProcessing
@EnableJdbcJobRepository(isolationLevelForCreate = Isolation.READ_COMMITTED)
@EnableConfigurationProperties(RunProperties.class)
@Import({ CheckoutStepConfiguration.class, ReconcileStepConfiguration.class, RunConfiguration.class })
public class BulkCheckoutConfiguration {

	/** The job that a run is an instance of. */
	public static final String JOB = "bulkCheckout";

	/** The job that asks for the missing ids of former runs. */
	public static final String RECONCILE_JOB = "reconcile";

	@Bean(JOB)
	Job bulkCheckout(JobRepository repository, Step stageCarts, Step checkoutCarts, Step reconcileSubscriptions,
			Step writeResults) {
		return new JobBuilder(JOB, repository).start(stageCarts)
			.next(checkoutCarts)
			.next(reconcileSubscriptions)
			.next(writeResults)
			.build();
	}

	@Bean(RECONCILE_JOB)
	Job reconcile(JobRepository repository, Step reconcileSubscriptions, Step writeResults) {
		return new JobBuilder(RECONCILE_JOB, repository).start(reconcileSubscriptions).next(writeResults).build();
	}

	@Bean
	Step stageCarts(JobRepository repository, ActiveRuns activeRuns, Runs runs, Staging staging, DatabaseRetry retry) {
		return new StepBuilder("stageCarts", repository)
			.tasklet(new StageCarts(activeRuns, runs, staging, retry), NoTransaction.FOR_TASKLETS)
			.build();
	}

	@Bean
	Step writeResults(JobRepository repository, ActiveRuns activeRuns, Runs runs, ResultFiles results,
			DatabaseRetry retry) {
		return new StepBuilder("writeResults", repository)
			.tasklet(new WriteResults(activeRuns, runs, results, retry), NoTransaction.FOR_TASKLETS)
			.allowStartIfComplete(true)
			.build();
	}

}
