package dev.bulkcheckout.job.windowed;

import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Calls reader and processor for one item, and tells their listeners. Safe for use by as
 * many threads as the parts are.
 */
final class ListenedParts<I, O> {

	private final WindowedStepParts<I, O> parts;

	ListenedParts(WindowedStepParts<I, O> parts) {
		this.parts = parts;
	}

	@Nullable I read() throws Exception {
		try {
			this.parts.onRead().beforeRead();
			I item = this.parts.reader().read();
			if (item != null) {
				this.parts.onRead().afterRead(item);
			}
			return item;
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			this.parts.onRead().onReadError(ex);
			throw ex;
		}
	}

	/**
	 * Processes an item; whatever it throws is in the result.
	 * @param cutOff whether items in flight have been interrupted
	 */
	Result<I, O> process(I item, ReaderPositions.Epoch epoch, BooleanSupplier cutOff) {
		try {
			this.parts.onProcess().beforeProcess(item);
			O output = transform(item);
			this.parts.onProcess().afterProcess(item, output);
			return new Result<>(item, output, null, false, epoch);
		}
		catch (Throwable ex) {
			boolean undone = cutOff.getAsBoolean() || ex instanceof InterruptedException
					|| ex instanceof ItemNotAttemptedException;
			if (!undone) {
				tellListeners(item, ex);
			}
			return new Result<>(item, null, ex, undone, epoch);
		}
	}

	@SuppressWarnings("unchecked") // without a processor what is read is what is written
	private @Nullable O transform(I item) throws Exception {
		return (this.parts.processor() != null) ? this.parts.processor().process(item) : (O) item;
	}

	private void tellListeners(I item, Throwable failure) {
		if (failure instanceof Exception exception) {
			try {
				this.parts.onProcess().onProcessError(item, exception);
			}
			catch (RuntimeException ex) {
				failure.addSuppressed(ex);
			}
		}
	}

}
