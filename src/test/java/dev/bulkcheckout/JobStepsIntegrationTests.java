package dev.bulkcheckout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.test.JobOperatorTestUtils;
import org.springframework.batch.test.JobRepositoryTestUtils;
import org.springframework.batch.test.context.SpringBatchTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.input.CartFile;
import dev.bulkcheckout.job.ActiveRun;
import dev.bulkcheckout.job.ActiveRuns;
import dev.bulkcheckout.job.BulkCheckoutConfiguration;
import dev.bulkcheckout.job.CartSource;
import dev.bulkcheckout.job.Progress;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.LeaseHolder;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.NewRun;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.run.CallsFactory;
import dev.bulkcheckout.run.RunConfiguration;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each step of the job alone, and the job, in its real configuration, on a real ledger
 * and the simulator.
 */
@SpringBatchTest
@SpringJUnitConfig(classes = { LedgerConfiguration.class, RunConfiguration.class, PartnerCenterConfiguration.class },
		initializers = JobStepsIntegrationTests.OnASimulator.class)
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
class JobStepsIntegrationTests {

	private static final int CARTS = 40;

	private static final Simulator SIMULATOR = Simulator
		.start(SimulatorSettings.builder().latency(Latency.fixed(Duration.ofMillis(5))).build());

	@TempDir
	@SuppressWarnings("NullAway.Init")
	static Path directory;

	@Autowired
	private JobOperatorTestUtils utils;

	@Autowired
	private JobRepositoryTestUtils repositoryUtils;

	@Autowired
	private JobRepository repository;

	@Autowired
	private JobOperator operator;

	@Autowired
	@Qualifier(BulkCheckoutConfiguration.JOB)
	private Job job;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private ApplicationContext context;

	private final JobParameters parameters = new JobParametersBuilder()
		.addString(ActiveRuns.PARAMETER, UUID.randomUUID().toString())
		.toJobParameters();

	@BeforeEach
	void enterARun() throws Exception {
		this.utils.setJob(this.job);
		StringBuilder csv = new StringBuilder("customer-id,cart-id\n");
		IntStream.range(0, CARTS)
			.forEach((i) -> csv.append("%08d-1111-4222-8333-444444444444".formatted(i % 7))
				.append(',')
				.append(UUID.randomUUID())
				.append('\n'));
		csv.append("not-a-customer,not-a-cart\n");
		Path file = Files.writeString(directory.resolve(UUID.randomUUID() + ".csv"), csv);
		new Entry(this.context, this.repository).enter(CartFile.open(file), this.parameters);
	}

	@AfterEach
	void closeTheDatabase() {
		OnASimulator.database().close();
	}

	@AfterAll
	static void closeTheSimulator() {
		SIMULATOR.close();
	}

	@Test
	void stageCartsEntersCartsAndKeepsWhatItRefuses() {
		StepExecution step = steps().run("stageCarts");
		assertThat(step.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(count("cart where outcome is null")).isEqualTo(CARTS);
		assertThat(count("rejected_row")).isEqualTo(1);
	}

	@Test
	void checkoutCartsSettlesEachCartAndCountsCarts() {
		steps().run("stageCarts");
		StepExecution step = steps().run("checkoutCarts");
		assertThat(step.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(step.getReadCount()).isEqualTo(CARTS);
		assertThat(step.getWriteCount()).isEqualTo(CARTS);
		assertThat(count("cart where outcome = 'ORDERED'")).isEqualTo(CARTS);
	}

	@Test
	void checkoutCartsHasNothingToDoWhenEachCartIsSettled() {
		steps().run("stageCarts");
		steps().run("checkoutCarts");
		StepExecution again = steps().run("checkoutCarts");
		assertThat(again.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(again.getReadCount()).isZero();
	}

	@Test
	void checkoutCartsLeavesCartsUndoneWhenTheRunIsStopped() {
		steps().run("stageCarts");
		this.context.getBean(StopSignal.class).raise(new StopReason(StopKind.OPERATOR, "for a test", ""));
		StepExecution step = steps().run("checkoutCarts");
		assertThat(step.getStatus()).isEqualTo(BatchStatus.STOPPED);
		assertThat(count("cart where outcome is null")).isEqualTo(CARTS);
	}

	@Test
	void reconcileSubscriptionsAsksUntilEachIdIsThere() {
		steps().run("stageCarts");
		steps().run("checkoutCarts");
		StepExecution step = steps().run("reconcileSubscriptions");
		assertThat(step.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(step.getReadCount()).isEqualTo(step.getWriteCount());
		assertThat(count("order_line_item where subscription_state = 'AWAITED'")).isZero();
		assertThat(count("cart_order where next_read_at is not null")).isZero();
	}

	@Test
	void writeResultsWritesTheFiles() {
		steps().run("stageCarts");
		steps().run("checkoutCarts");
		assertThat(steps().run("writeResults").getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(directory.resolve("output/results.csv")).exists();
		assertThat(directory.resolve("output/report.html")).as("the history is kept before it is read")
			.content()
			.contains("known only when the history is kept");
	}

	@Test
	void jobTakesItsStepsInOrder() throws Exception {
		JobExecution execution = this.operator.start(this.job, this.parameters);
		assertThat(execution.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(execution.getStepExecutions()).extracting(StepExecution::getStepName)
			.containsExactly("stageCarts", "checkoutCarts", "reconcileSubscriptions", "writeResults");
	}

	@Test
	void restartGoesOnWithTheCartsThatAreLeft() throws Exception {
		this.jdbc.sql("alter table cart add constraint one_fails check (outcome is null or position <> 20)").update();
		JobExecution failed = this.operator.start(this.job, this.parameters);
		assertThat(failed.getStatus()).isEqualTo(BatchStatus.FAILED);
		this.jdbc.sql("alter table cart drop constraint one_fails").update();
		long settled = count("cart where outcome is not null");
		JobExecution completed = this.operator.restart(failed);
		assertThat(completed.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(completed.getStepExecutions()).extracting(StepExecution::getStepName)
			.containsExactly("checkoutCarts", "reconcileSubscriptions", "writeResults");
		assertThat(completed.getStepExecutions().iterator().next().getReadCount()).isEqualTo(CARTS - settled);
		assertThat(count("cart where outcome is null")).isZero();
	}

	@Test
	void operatorStopsTheJobAndARestartGoesOn() throws Exception {
		AtomicReference<@Nullable JobExecution> ended = new AtomicReference<>();
		Thread execution;
		try (Connection connection = this.context.getBean(DataSource.class).getConnection()) {
			connection.setAutoCommit(false);
			try (Statement statement = connection.createStatement()) {
				// no cart can be settled before the stop
				statement.execute("lock table cart_order in share mode");
				execution = Thread.ofPlatform().start(() -> {
					try {
						ended.set(this.operator.start(this.job, this.parameters));
					}
					catch (JobExecutionException ex) {
						throw new IllegalStateException(ex);
					}
				});
				Await.until(() -> count(
						"batch_step_execution where step_name = 'checkoutCarts' and status = 'STARTED'") > 0);
				JobExecution running = this.repository.findRunningJobExecutions(this.job.getName()).iterator().next();
				assertThat(this.operator.stop(running)).isTrue();
				connection.rollback();
			}
		}
		execution.join();
		JobExecution stopped = Objects.requireNonNull(ended.get());
		assertThat(stopped.getStatus()).isEqualTo(BatchStatus.STOPPED);
		assertThat(stopped.getStepExecutions()).extracting(StepExecution::getStepName)
			.containsExactly("stageCarts", "checkoutCarts");
		assertThat(this.operator.restart(stopped).getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(count("cart where outcome = 'ORDERED'")).isEqualTo(CARTS);
	}

	@Test
	void repositoryIsCleanedOfWhatHasEnded() throws Exception {
		JobExecution execution = this.operator.start(this.job, this.parameters);
		this.repositoryUtils.removeJobExecutions(List.of(execution));
		assertThat(count("batch_job_execution")).isZero();
		assertThat(count("batch_step_execution")).isZero();
		assertThat(count("cart where outcome = 'ORDERED'")).isEqualTo(CARTS);
	}

	private Steps steps() {
		return new Steps(this.utils, this.parameters);
	}

	private long count(String rows) {
		return this.jdbc.sql("select count(*) from " + rows).query(Long.class).single();
	}

	/**
	 * Runs steps alone. Not a method of the test class, where spring-batch-test takes
	 * each that returns a StepExecution for a factory of one.
	 */
	private record Steps(JobOperatorTestUtils utils, JobParameters parameters) {

		StepExecution run(String name) {
			JobParameters unique = new JobParametersBuilder(this.parameters).addLong("time", System.nanoTime())
				.toJobParameters();
			return this.utils.startStep(name, unique, new ExecutionContext()).getStepExecutions().iterator().next();
		}

	}

	/** Enters a run and claims it, as a launch does. */
	private record Entry(ApplicationContext context, JobRepository repository) {

		void enter(CartFile csv, JobParameters parameters) throws InterruptedException {
			String key = Objects.requireNonNull(parameters.getString(ActiveRuns.PARAMETER));
			RunProperties options = this.context.getBean(RunProperties.class);
			StopSignal stop = this.context.getBean(StopSignal.class);
			// the number of a run is that of an instance of the job
			RunId run = new RunId(this.repository
				.createJobInstance(BulkCheckoutConfiguration.JOB,
						new JobParametersBuilder().addString("number", key).toJobParameters())
				.getInstanceId());
			this.context.getBean(Runs.class)
				.enter(run, new NewRun(key, csv.name(), csv.sha256(), null, null, null, null, false, "{}"));
			Lease lease = this.context.getBean(Leases.class)
				.acquire(run, new LeaseHolder("here", 1, null))
				.orElseThrow();
			this.context.getBean(ActiveRuns.class)
				.enter(key,
						new ActiveRun(run, new CartSource.Csv(csv), true, options, Map.of(run, lease),
								this.context.getBean(CallsFactory.class).open(options, stop).orElseThrow(), stop,
								new Progress(), () -> keepHistory(run)));
		}

		private void keepHistory(RunId run) {
			this.context.getBean(JdbcClient.class)
				.sql("insert into run_event (run_id, kind, says) values (:run, 'TOKEN', 'known only when the history is kept')")
				.param("run", run.value())
				.update();
		}

	}

	/** Sets what the environment would. */
	static class OnASimulator implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		private static TestDatabase database = TestDatabase.migrated();

		static TestDatabase database() {
			return database;
		}

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			database = TestDatabase.migrated();
			Map<String, Object> settings = new HashMap<>(TestCli.partnerCenter(SIMULATOR));
			settings.putAll(Map.of("partner-center.client-secret", "not-a-secret", "spring.datasource.url",
					database.url(), "spring.datasource.username", "postgres", "bulk-checkout.output",
					directory.resolve("output").toString(), "bulk-checkout.polling.initial-delay", "100ms",
					"bulk-checkout.polling.first-pause", "100ms", "bulk-checkout.polling.longest-pause", "300ms",
					"bulk-checkout.polling.none-after", "2s", "bulk-checkout.reconcile-for", "20s"));
			context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
			context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
			OperatorConsole console = (sentence) -> {
			};
			context.getBeanFactory().registerSingleton("operatorConsole", console);
		}

	}

}
