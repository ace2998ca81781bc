package dev.bulkcheckout.job;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.batch.core.step.StepExecution;

/**
 * The runs that this process works on, by JobExecution.
 */
class ActiveRuns {

	private final Map<Long, ActiveRun> runs = new ConcurrentHashMap<>();

	void enter(long jobExecutionId, ActiveRun run) {
		this.runs.put(jobExecutionId, run);
	}

	void leave(long jobExecutionId) {
		this.runs.remove(jobExecutionId);
	}

	ActiveRun of(StepExecution stepExecution) {
		ActiveRun run = this.runs.get(stepExecution.getJobExecutionId());
		if (run == null) {
			throw new IllegalStateException("no run is at work under " + stepExecution.getJobExecution());
		}
		return run;
	}

}
