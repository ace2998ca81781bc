package dev.bulkcheckout.job;

import java.time.Duration;
import java.time.InstantSource;

import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.batch.core.configuration.annotation.JobScope;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepInterruptionPolicy;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.Environment;
import org.springframework.transaction.annotation.Isolation;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.job.windowed.WindowedStepBuilder;
import dev.bulkcheckout.ledger.CarriedCarts;
import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.InspectedCart;
import dev.bulkcheckout.ledger.Inspections;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.OpenOrder;
import dev.bulkcheckout.ledger.PartitionWork;
import dev.bulkcheckout.ledger.Partitions;
import dev.bulkcheckout.ledger.PolledOrder;
import dev.bulkcheckout.ledger.Orders;
import dev.bulkcheckout.ledger.RunCountsQuery;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.Settlement;
import dev.bulkcheckout.ledger.StagedCart;
import dev.bulkcheckout.ledger.Staging;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.report.files.ResultFiles;
import dev.bulkcheckout.settings.Partner;
import dev.bulkcheckout.settings.RunProperties;

/**
 * The job {@code bulkCheckout}: carts of a CSV are entered in the ledger, each is checked
 * out at Partner Center and its outcome settled, orders are polled until each line has
 * its subscription id, and the result files are written. Where it is set, carts are read
 * before, and only those that would go, that the limits allow and that somebody has
 * approved are bought. The job {@code preflight} reads and buys nothing; the job
 * {@code reconcile} does the last two for the orders of former runs.
 * <p>
 * Where the carts are shared out to workers, each of the two windowed steps is one of
 * partitions, and a worker executes the very same windowed step for a partition.
 * <p>
 * Both windowed steps keep calls in flight and hold no transaction meanwhile; readers
 * find in the ledger what is still to be done, so a restart needs no saved position, and
 * writers settle it in short transactions of their own.
 */
@Configuration(proxyBeanMethods = false)
@EnableBatchProcessing
@EnableJdbcJobRepository(isolationLevelForCreate = Isolation.READ_COMMITTED)
@EnableConfigurationProperties(RunProperties.class)
@Import(JobInfrastructureConfiguration.class)
public class BulkCheckoutConfiguration {

	/** The job that a run is an instance of. */
	public static final String JOB = "bulkCheckout";

	/** The job that asks for the missing ids of former runs. */
	public static final String RECONCILE_JOB = "reconcile";

	/** The job that reads carts and buys nothing. */
	public static final String PREFLIGHT_JOB = "preflight";

	private static final String CHECKOUT_STEP = "checkoutCarts";

	private static final String RECONCILE_STEP = "reconcileSubscriptions";

	private static final int CHUNK = 500;

	private static final Duration LINGER = Duration.ofMillis(200);

	@Bean(JOB)
	Job bulkCheckout(JobRepository repository, RunProperties settings, Step stageCarts, Step inspectCarts,
			Step awaitApproval, Step checkoutCarts, Step reconcileSubscriptions, Step writeResults) {
		SimpleJobBuilder job = new JobBuilder(JOB, repository).start(stageCarts);
		job = settings.looksFirst() ? job.next(inspectCarts) : job;
		job = settings.plan() ? job.next(awaitApproval) : job;
		return job.next(checkoutCarts).next(reconcileSubscriptions).next(writeResults).build();
	}

	@Bean(PREFLIGHT_JOB)
	Job preflight(JobRepository repository, Step stageCarts, Step inspectCarts, Step writeResults) {
		return new JobBuilder(PREFLIGHT_JOB, repository).start(stageCarts)
			.next(inspectCarts)
			.next(writeResults)
			.build();
	}

	@Bean(RECONCILE_JOB)
	Job reconcile(JobRepository repository, Step reconcileHere, Step writeResults) {
		return new JobBuilder(RECONCILE_JOB, repository).start(reconcileHere).next(writeResults).build();
	}

	@Bean
	Step stageCarts(JobRepository repository, ActiveRun run, Runs runs, Staging staging, CarriedCarts carried,
			OperatorConsole console, DatabaseRetry retry) {
		return new StepBuilder("stageCarts", repository)
			.tasklet(new StageCarts(run, runs, staging, carried, console, retry))
			.build();
	}

	@Bean
	Step inspectCarts(JobRepository repository, CartReader uninspectedCarts, ActiveRun run, Carts carts,
			Inspections inspections, CarriedCarts carried, DatabaseRetry retry, InstantSource clock,
			SettlementWriter settlements, RunProperties settings) {
		WindowedStepBuilder<StagedCart, InspectedCart> step = windowed("inspectCarts", repository, run, settings);
		return step.reader(uninspectedCarts)
			.processor(new InspectionProcessor(run, carts, retry, clock))
			.writer(new InspectionWriter(run, inspections, settlements, retry))
			.listener(new InspectionStepListener(run, carts, inspections, carried, retry))
			.build();
	}

	@Bean
	Step awaitApproval(JobRepository repository, ActiveRun run, Runs runs, ResultFiles results, DatabaseRetry retry) {
		return new StepBuilder("awaitApproval", repository).tasklet(new AwaitApproval(run, runs, results, retry))
			.build();
	}

	@Bean
	Step checkoutCarts(JobRepository repository, WindowedStepBuilder<StagedCart, Settlement> checkoutBuilder,
			ActiveRun run, Carts carts, Runs runs, Inspections inspections, CarriedCarts carried, DatabaseRetry retry,
			RunProperties settings, ObjectProvider<WorkerPartitions> workers) {
		CheckoutStepListener listener = new CheckoutStepListener(run, runs, carts, inspections, carried, retry);
		return (settings.partitions() > 0)
				? workers.getObject().step(CHECKOUT_STEP, PartitionWork.CHECKOUT, repository, listener)
				: checkoutBuilder.listener(listener).build();
	}

	/**
	 * Checks out the carts of one partition, in a worker.
	 */
	@Bean
	Step checkoutPartition(WindowedStepBuilder<StagedCart, Settlement> checkoutBuilder) {
		return checkoutBuilder.build();
	}

	@Bean
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	WindowedStepBuilder<StagedCart, Settlement> checkoutBuilder(JobRepository repository, CartReader unsettledCarts,
			PlannedCartReader plannedCarts, ActiveRun run, InstantSource clock, SettlementWriter settlements,
			RunProperties settings) {
		WindowedStepBuilder<StagedCart, Settlement> step = windowed(CHECKOUT_STEP, repository, run, settings);
		boolean planned = settings.plan() || !settings.maxSpend().isEmpty();
		return step.reader(planned ? plannedCarts : unsettledCarts)
			.processor(planned ? new PlannedCheckoutProcessor(run, plannedCarts, clock) : new CheckoutProcessor(run))
			.writer(settlements);
	}

	@Bean
	Step reconcileSubscriptions(JobRepository repository, Step reconcileHere, ReconcileStepListener reconciling,
			RunProperties settings, ObjectProvider<WorkerPartitions> workers) {
		return (settings.partitions() > 0)
				? workers.getObject().step(RECONCILE_STEP, PartitionWork.RECONCILE, repository, reconciling)
				: reconcileHere;
	}

	/**
	 * Asks for the ids of all runs that this process holds.
	 */
	@Bean
	Step reconcileHere(WindowedStepBuilder<OpenOrder, PolledOrder> pollingBuilder, ReconcileStepListener reconciling) {
		return pollingBuilder.listener(reconciling).build();
	}

	/**
	 * Asks for the ids of one partition's orders, in a worker.
	 */
	@Bean
	Step reconcilePartition(WindowedStepBuilder<OpenOrder, PolledOrder> pollingBuilder) {
		return pollingBuilder.build();
	}

	@Bean
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	WindowedStepBuilder<OpenOrder, PolledOrder> pollingBuilder(JobRepository repository, DueOrderReader dueOrders,
			ActiveRun run, Orders orders, DatabaseRetry retry, InstantSource clock, RunProperties settings) {
		WindowedStepBuilder<OpenOrder, PolledOrder> step = windowed(RECONCILE_STEP, repository, run, settings);
		return step.reader(dueOrders)
			.processor(new PollingProcessor(run, clock))
			.writer(new PolledOrderWriter(run, orders, retry));
	}

	@Bean
	ReconcileStepListener reconciling(ActiveRun run, Runs runs, Orders orders, RunCountsQuery runCounts,
			DatabaseRetry retry, InstantSource clock) {
		return new ReconcileStepListener(run, runs, orders, runCounts, retry, clock);
	}

	@Bean
	WorkerPartitions workerPartitions(ActiveRun run, Partitions partitions, RunCountsQuery runCounts, Leases leases,
			DatabaseRetry retry, OperatorConsole console, Environment settings) {
		return new WorkerPartitions(run, partitions, runCounts, leases, retry, console, Partner.of(settings));
	}

	@Bean
	Step writeResults(JobRepository repository, ActiveRun run, Runs runs, RunReports reports, ResultFiles results,
			DatabaseRetry retry) {
		return new StepBuilder("writeResults", repository).tasklet(new WriteResults(run, runs, reports, results, retry))
			.allowStartIfComplete(true)
			.build();
	}

	@Bean
	SettlementWriter settlements(ActiveRun run, Carts carts, DatabaseRetry retry,
			ObjectProvider<SettlementListener> listeners) {
		return new SettlementWriter(run, carts, retry, listeners.orderedStream().toList());
	}

	@Bean
	SettlementListener cartLog() {
		return new CartLog();
	}

	@Bean
	@StepScope
	CartReader unsettledCarts(ActiveRun run, Carts carts, Partitions partitions, DatabaseRetry retry) {
		return CartReader.unsettled(run, carts, partitions, retry);
	}

	@Bean
	@StepScope
	PlannedCartReader plannedCarts(ActiveRun run, Carts carts, Partitions partitions, Inspections inspections,
			DatabaseRetry retry) {
		return new PlannedCartReader(run, CartReader.unsettled(run, carts, partitions, retry), inspections, retry);
	}

	@Bean
	@StepScope
	CartReader uninspectedCarts(ActiveRun run, Inspections inspections, DatabaseRetry retry) {
		return CartReader.uninspected(run, inspections, retry);
	}

	@Bean
	@StepScope
	DueOrderReader dueOrders(ActiveRun run, Orders orders, DatabaseRetry retry, InstantSource clock) {
		return new DueOrderReader(run, orders, retry, clock);
	}

	/**
	 * The run that the job execution works on, known by its job parameter.
	 */
	@Bean
	@JobScope
	ActiveRun activeRun(@Value("#{jobParameters['" + ActiveRuns.PARAMETER + "']}") String key, ActiveRuns activeRuns) {
		return activeRuns.of(key);
	}

	@Bean
	ActiveRuns activeRuns() {
		return new ActiveRuns();
	}

	/**
	 * A step with a window of calls, which ends when the run is to stop.
	 */
	private static <I, O> WindowedStepBuilder<I, O> windowed(String name, JobRepository repository, ActiveRun run,
			RunProperties settings) {
		return new WindowedStepBuilder<I, O>(name, repository).inFlight(run::windowSize)
			.chunk(CHUNK)
			.linger(LINGER)
			.slack(0)
			.interruptionPolicy(untilStopped(run))
			.stopGrace(settings.stopGrace());
	}

	private static StepInterruptionPolicy untilStopped(ActiveRun run) {
		return (stepExecution) -> {
			if (run.stop().isRaised()) {
				throw new JobInterruptedException("the run is being stopped");
			}
		};
	}

}
