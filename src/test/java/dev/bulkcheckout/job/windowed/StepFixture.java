package dev.bulkcheckout.job.windowed;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.configuration.JobRegistry;
import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.batch.test.JobOperatorTestUtils;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Isolation;

import dev.bulkcheckout.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Numbers to be read, and a table to write them to, on a job repository in PostgreSQL.
 */
final class StepFixture implements AutoCloseable {

	final TestDatabase database = TestDatabase.migrated();

	final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	final JobRepository repository;

	final JobOperator operator;

	final PlatformTransactionManager transactions;

	final JobParameters parameters = new JobParametersBuilder().addString("run", "1").toJobParameters();

	private final AtomicReference<@Nullable Job> job = new AtomicReference<>();

	StepFixture(Class<?>... configurations) {
		this.database.jdbc().sql("create table written (n bigint not null)").update();
		this.context.registerBean(DataSource.class, this.database::dataSource,
				(bean) -> bean.setDestroyMethodName(null));
		this.context.register(Batch.class);
		this.context.registerBean(StepFixture.class, () -> this);
		for (Class<?> configuration : configurations) {
			this.context.register(configuration);
		}
		this.context.refresh();
		this.repository = this.context.getBean(JobRepository.class);
		this.operator = this.context.getBean(JobOperator.class);
		this.transactions = this.context.getBean(PlatformTransactionManager.class);
	}

	WindowedStepBuilder<Long, Long> step() {
		return new WindowedStepBuilder<Long, Long>("work", this.repository).transactionManager(this.transactions)
			.writer(toTable());
	}

	/** Every number once, as a reader that asks what is not yet written. */
	ItemReader<Long> unwrittenUpTo(long last) {
		List<Long> written = written();
		AtomicReference<Long> next = new AtomicReference<>(1L);
		return () -> {
			long number = next.get();
			while (written.contains(number)) {
				number++;
			}
			next.set(number + 1);
			return (number <= last) ? number : null;
		};
	}

	ItemWriter<Long> toTable() {
		JdbcClient jdbc = this.database.jdbc();
		return (chunk) -> chunk.forEach((number) -> jdbc.sql("insert into written values (?)").param(number).update());
	}

	List<Long> written() {
		return this.database.jdbc().sql("select n from written order by n").query(Long.class).list();
	}

	Job job(Step step) throws Exception {
		Job job = new JobBuilder("windowed", this.repository).start(step).build();
		this.job.set(job);
		return job;
	}

	/** Starts a job of this step, or goes on with it. */
	JobExecution run(Step step) throws Exception {
		JobOperatorTestUtils utils = new JobOperatorTestUtils(this.operator, this.repository);
		utils.setJob(job(step));
		return utils.startJob(this.parameters);
	}

	/**
	 * Stops the running job of this step by the operator, which knows of it what is
	 * stored. A stop writes the row of the step, which saves itself meanwhile (Spring
	 * Batch #5308): whoever comes second asks again.
	 */
	void stopByOperator(Job job) throws Exception {
		JobRegistry registry = this.context.getBean(JobRegistry.class);
		if (registry.getJob(job.getName()) == null) {
			registry.register(job);
		}
		while (true) {
			JobExecution stored = this.repository.findRunningJobExecutions(job.getName()).iterator().next();
			try {
				assertThat(this.operator.stop(stored)).isTrue();
				return;
			}
			catch (OptimisticLockingFailureException ex) {
				// the step was saved in this moment
			}
		}
	}

	StepExecution runStep(Step step) throws Exception {
		return run(step).getStepExecutions().iterator().next();
	}

	/** What the job repository keeps of the last execution of the step. */
	Map<String, @Nullable Object> storedStep() {
		return this.database.jdbc().sql("""
				select read_count, filter_count, write_count, commit_count, rollback_count, status
				  from batch_step_execution order by step_execution_id desc limit 1""").query().singleRow();
	}

	@Override
	public void close() {
		this.context.close();
		this.database.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableBatchProcessing
	@EnableJdbcJobRepository(isolationLevelForCreate = Isolation.READ_COMMITTED)
	static class Batch {

		@Bean
		PlatformTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		JobRegistry jobRegistry() {
			return new MapJobRegistry();
		}

	}

}
