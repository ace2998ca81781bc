package dev.bulkcheckout.job.windowed;

import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.TransactionException;

/**
 * Saves counts and positions once a second rather than with every chunk. The update also
 * tells of a stop that another process asked for. Used by the step's thread.
 */
final class StepExecutionSaver {

	private static final Log logger = LogFactory.getLog(StepExecutionSaver.class);

	private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

	private final JobRepository repository;

	private final StepExecution stepExecution;

	private long savedAt = System.nanoTime();

	StepExecutionSaver(JobRepository repository, StepExecution stepExecution) {
		this.repository = repository;
		this.stepExecution = stepExecution;
	}

	boolean isDue() {
		return System.nanoTime() - this.savedAt >= INTERVAL;
	}

	void save() {
		try {
			ExecutionContext context = this.stepExecution.getExecutionContext();
			if (context.isDirty()) {
				this.repository.updateExecutionContext(this.stepExecution);
				context.clearDirtyFlag();
			}
			update();
		}
		catch (DataAccessException | TransactionException ex) {
			// no result depends on it, and the last save of the step is not this one
			logger.info("The progress of " + this.stepExecution.getStepName()
					+ " could not be saved; it is tried again in a second: " + ex.getMessage());
		}
		this.savedAt = System.nanoTime();
	}

	/**
	 * A stop writes the row, too; whoever runs the step has the last word on it.
	 */
	private void update() {
		try {
			this.repository.update(this.stepExecution);
		}
		catch (OptimisticLockingFailureException ex) {
			StepExecution stored = this.repository.getStepExecution(this.stepExecution.getId());
			if (stored == null || stored.getVersion() == null) {
				throw ex;
			}
			this.stepExecution.setVersion(stored.getVersion());
			this.repository.update(this.stepExecution);
		}
	}

}
