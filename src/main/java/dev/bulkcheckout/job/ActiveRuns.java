package dev.bulkcheckout.job;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.step.StepExecution;

import dev.bulkcheckout.ledger.PartitionLease;

/**
 * The runs that this process works on, by the job parameter that names them. Only the
 * job-scoped bean of a run asks here.
 */
public class ActiveRuns {

	/** The identifying job parameter. */
	public static final String PARAMETER = "run";

	private final Map<String, ActiveRun> runs = new ConcurrentHashMap<>();

	/**
	 * Notes that this process works on the run from now on.
	 */
	public void enter(String key, ActiveRun run) {
		this.runs.put(key, run);
	}

	/**
	 * Forgets the run.
	 */
	public void leave(String key) {
		this.runs.remove(key);
	}

	/**
	 * The partition that this process holds for the step execution; null if it holds
	 * none.
	 */
	@Nullable PartitionLease partition(StepExecution stepExecution) {
		String key = stepExecution.getJobExecution().getJobParameters().getString(PARAMETER);
		ActiveRun run = (key != null) ? this.runs.get(key) : null;
		return (run != null) ? run.partition(stepExecution.getId()) : null;
	}

	ActiveRun of(String key) {
		ActiveRun run = this.runs.get(key);
		if (run == null) {
			throw new IllegalStateException("no run is at work under the key " + key);
		}
		return run;
	}

}
