package dev.bulkcheckout.run;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobInstanceAlreadyCompleteException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

import dev.bulkcheckout.job.ActiveRun;
import dev.bulkcheckout.job.ActiveRuns;
import dev.bulkcheckout.job.Faults;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;

/**
 * Starts, restarts and stops the job of a run through the {@link JobOperator}, in this
 * thread and under the run's lease: whatever an execution says of itself, nobody else
 * works on it.
 */
final class JobExecutions {

	private static final Logger logger = LoggerFactory.getLogger(JobExecutions.class);

	private final JobRepository repository;

	private final JobOperator operator;

	private final ActiveRuns activeRuns;

	JobExecutions(JobRepository repository, JobOperator operator, ActiveRuns activeRuns) {
		this.repository = repository;
		this.operator = operator;
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
	 * Runs the job, from where the last execution of the instance stood.
	 * @return empty if it completed, otherwise why it did not
	 */
	Optional<StopReason> execute(Job job, JobInstance instance, String key, ActiveRun run) {
		this.activeRuns.enter(key, run);
		run.stop().onRaise((reason) -> Thread.ofVirtual().name("job-stop").start(() -> stop(instance, reason)));
		try {
			JobExecution execution = start(job, instance, parameters(key));
			return (execution.getStatus() == BatchStatus.COMPLETED) ? Optional.empty()
					: Optional.of(reason(run, execution.getAllFailureExceptions()));
		}
		catch (JobInstanceAlreadyCompleteException ex) {
			// a process died between the end of the job and that of the run
			return Optional.empty();
		}
		catch (JobExecutionException | DataAccessException | TransactionException ex) {
			return Optional.of(reason(run, List.of(ex)));
		}
		finally {
			this.activeRuns.leave(key);
		}
	}

	/**
	 * The operator refuses an instance that has no execution yet, and a run has its
	 * number, which is that of its instance, before its lease and its first execution: it
	 * is lent one for as long as that takes.
	 */
	private JobExecution start(Job job, JobInstance instance, JobParameters parameters) throws JobExecutionException {
		JobExecution last = this.repository.getLastJobExecution(instance);
		if (last != null) {
			recover(last);
			return this.operator.start(job, parameters);
		}
		JobExecution lent = this.repository.createJobExecution(instance, parameters, new ExecutionContext());
		recover(lent);
		try {
			return this.operator.start(job, parameters);
		}
		finally {
			takeBack(lent);
		}
	}

	/**
	 * If that fails, an execution without steps stays, which does no harm.
	 */
	private void takeBack(JobExecution lent) {
		try {
			this.repository.deleteJobExecution(lent);
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("{} could not be removed", lent, ex);
		}
	}

	/**
	 * Makes the last execution one after which the operator starts another: it refuses
	 * what a crash left running, and what an outage of the database left {@code UNKNOWN}.
	 * The last is enough, since each launch mends its predecessor.
	 */
	private void recover(JobExecution last) {
		for (StepExecution step : last.getStepExecutions()) {
			if (step.getStatus() == BatchStatus.UNKNOWN) {
				step.setStatus(BatchStatus.FAILED);
				this.repository.update(step);
			}
		}
		if (last.getStatus() == BatchStatus.UNKNOWN) {
			last.setStatus(BatchStatus.FAILED);
			last.setEndTime(LocalDateTime.now(ZoneId.systemDefault()));
			this.repository.update(last);
		}
		if (last.isRunning() || last.getStepExecutions().stream().anyMatch((step) -> step.getStatus().isRunning())) {
			this.operator.recover(last);
		}
	}

	/**
	 * Steps heed the run's stop signal by themselves; this has the job say that it stops.
	 * The execution of a run that is another process's now is left alone.
	 */
	private void stop(JobInstance instance, StopReason reason) {
		if (reason.kind() == StopKind.LEASE_LOST) {
			return;
		}
		try {
			JobExecution last = this.repository.getLastJobExecution(instance);
			if (last != null && last.isRunning()) {
				this.operator.stop(last);
			}
		}
		catch (JobExecutionException | DataAccessException | TransactionException ex) {
			logger.debug("the job of {} could not be told to stop", instance, ex);
		}
	}

	private static StopReason reason(ActiveRun run, List<Throwable> failures) {
		return run.stop()
			.reason()
			.orElseGet(() -> new StopReason(StopKind.FAULT, Faults.words(failures), "mend the cause"));
	}

}
