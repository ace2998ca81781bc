package dev.bulkcheckout.job.windowed;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes chunks, each in a transaction of its own, and keeps the counts. After a failure
 * later chunks are still tried, since what they report has happened; two failures in a
 * row end the writing. Used by the step's thread.
 */
final class ChunkWriting<I, O> {

	private static final Log logger = LogFactory.getLog(ChunkWriting.class);

	private static final int FAILURES_IN_A_ROW = 2;

	private final WindowedStepParts<I, O> parts;

	private final StepExecution stepExecution;

	private final Ending ending;

	private int failuresInARow;

	ChunkWriting(WindowedStepParts<I, O> parts, StepExecution stepExecution, Ending ending) {
		this.parts = parts;
		this.stepExecution = stepExecution;
		this.ending = ending;
	}

	/**
	 * Writes a chunk.
	 * @return whether it is written; if not, the execution fails
	 */
	boolean write(Chunk<I> inputs, Chunk<O> outputs) {
		if (this.failuresInARow >= FAILURES_IN_A_ROW) {
			return false;
		}
		try {
			this.parts.onChunk().beforeChunk(inputs);
			commit(outputs);
		}
		catch (Throwable ex) {
			this.failuresInARow++;
			this.stepExecution.incrementRollbackCount();
			Throwable cause = (ex instanceof CheckedWriteException checked) ? checked.exception : ex;
			this.ending.fail(cause);
			tellListeners(cause, outputs);
			return false;
		}
		this.failuresInARow = 0;
		this.stepExecution.setWriteCount(this.stepExecution.getWriteCount() + outputs.size());
		this.stepExecution.incrementCommitCount();
		try {
			this.parts.onChunk().afterChunk(outputs);
		}
		catch (RuntimeException ex) {
			this.ending.fail(ex);
		}
		return true;
	}

	/**
	 * An interrupt is a request to stop, not a reason to lose what has arrived: a chunk
	 * that it has broken off is written once more.
	 */
	private void commit(Chunk<O> outputs) throws Exception {
		stopIfInterrupted();
		try {
			writeInTransaction(outputs);
		}
		catch (Exception ex) {
			if (!stopIfInterrupted()) {
				throw ex;
			}
			logger.debug("An interrupt broke off the writing of a chunk, which is repeated", ex);
			writeInTransaction(outputs);
		}
	}

	private boolean stopIfInterrupted() {
		boolean interrupted = Thread.interrupted();
		if (interrupted) {
			this.ending.stop();
		}
		return interrupted;
	}

	private void writeInTransaction(Chunk<O> outputs) throws Exception {
		if (this.parts.transactions() == null) {
			writeItems(outputs);
			return;
		}
		new TransactionTemplate(this.parts.transactions()).execute((status) -> {
			try {
				writeItems(outputs);
				return true;
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new CheckedWriteException(ex);
			}
		});
	}

	private void writeItems(Chunk<O> outputs) throws Exception {
		try {
			this.parts.onWrite().beforeWrite(outputs);
			this.parts.writer().write(outputs);
			this.parts.onWrite().afterWrite(outputs);
		}
		catch (Exception ex) {
			this.parts.onWrite().onWriteError(ex, outputs);
			throw ex;
		}
	}

	private void tellListeners(Throwable failure, Chunk<O> outputs) {
		if (failure instanceof Exception exception) {
			try {
				this.parts.onChunk().onChunkError(exception, outputs);
			}
			catch (RuntimeException ex) {
				failure.addSuppressed(ex);
			}
		}
	}

	/**
	 * Carries a checked exception of the writer through the transaction, which rolls back
	 * on unchecked ones only.
	 */
	private static final class CheckedWriteException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final Exception exception;

		CheckedWriteException(Exception exception) {
			super(exception);
			this.exception = exception;
		}

	}

}
