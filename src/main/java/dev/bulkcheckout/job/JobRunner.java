package dev.bulkcheckout.job;

import java.util.Optional;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;

/**
 * Runs an instance's next execution in this thread. Creates instance and execution
 * itself: the framework's launcher refuses an instance whose first execution a crash
 * prevented, and lets two restarts in at once; here the run's lease decides who may.
 */
final class JobRunner {

	private final JobRepository repository;

	private final ActiveRuns activeRuns;

	JobRunner(JobRepository repository, ActiveRuns activeRuns) {
		this.repository = repository;
		this.activeRuns = activeRuns;
	}

	/**
	 * The instance of that key, created if it is not there. Of two processes at the same
	 * instant one creates it and the other finds it.
	 */
	JobInstance instance(String job, String key) {
		JobParameters parameters = parameters(key);
		JobInstance instance = this.repository.getJobInstance(job, parameters);
		if (instance != null) {
			return instance;
		}
		try {
			return this.repository.createJobInstance(job, parameters);
		}
		catch (DataIntegrityViolationException | IllegalStateException ex) {
			JobInstance others = this.repository.getJobInstance(job, parameters);
			if (others == null) {
				throw ex;
			}
			return others;
		}
	}

	private static JobParameters parameters(String key) {
		return new JobParametersBuilder().addString(ActiveRuns.PARAMETER, key, true).toJobParameters();
	}

	/**
	 * Ends what a crash left open and runs the job.
	 * @return empty if it completed, otherwise why it did not
	 */
	Optional<StopReason> execute(Job job, JobInstance instance, String key, ActiveRun run) {
		new CrashedExecutions(this.repository).end(instance);
		JobExecution execution = this.repository.createJobExecution(instance, parameters(key), new ExecutionContext());
		this.activeRuns.enter(key, run);
		try {
			job.execute(execution);
		}
		catch (JobInterruptedException ex) {
			return Optional.of(reason(run, execution));
		}
		catch (DataAccessException | TransactionException ex) {
			execution.addFailureException(ex);
			return Optional.of(reason(run, execution));
		}
		finally {
			this.activeRuns.leave(key);
		}
		return (execution.getStatus() == BatchStatus.COMPLETED) ? Optional.empty()
				: Optional.of(reason(run, execution));
	}

	private static StopReason reason(ActiveRun run, JobExecution execution) {
		return run.stop()
			.reason()
			.orElseGet(() -> new StopReason(StopKind.FAULT, Faults.words(execution.getAllFailureExceptions()),
					"mend the cause"));
	}

}
