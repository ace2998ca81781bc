package dev.bulkcheckout.job;

import java.time.LocalDateTime;
import java.time.ZoneId;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Ends the executions that a crash left open, so that the instance can be restarted. To
 * be called under the run's lease only: the framework cannot tell a dead process from a
 * slow one. Also ends what is {@code UNKNOWN}, which the framework's own recovery
 * refuses.
 */
final class CrashedExecutions {

	private static final String DESCRIPTION = "the process that worked on it ended without a word";

	private final JobRepository repository;

	CrashedExecutions(JobRepository repository) {
		this.repository = repository;
	}

	void end(JobInstance instance) {
		for (JobExecution execution : this.repository.getJobExecutions(instance)) {
			endSteps(execution);
			if (isOpen(execution.getStatus())) {
				execution.setStatus(BatchStatus.FAILED);
				execution.setExitStatus(ExitStatus.FAILED.addExitDescription(DESCRIPTION));
				execution.setEndTime(LocalDateTime.now(ZoneId.systemDefault()));
				this.repository.update(execution);
			}
		}
	}

	/**
	 * Also those of an execution that has ended: the database may have been away for its
	 * steps only.
	 */
	private void endSteps(JobExecution execution) {
		for (StepExecution step : execution.getStepExecutions()) {
			if (isOpen(step.getStatus())) {
				step.setStatus(BatchStatus.FAILED);
				step.setExitStatus(ExitStatus.FAILED.addExitDescription(DESCRIPTION));
				step.setEndTime(LocalDateTime.now(ZoneId.systemDefault()));
				this.repository.update(step);
			}
		}
	}

	private static boolean isOpen(BatchStatus status) {
		return status.isRunning() || status == BatchStatus.STOPPING || status == BatchStatus.UNKNOWN;
	}

}
