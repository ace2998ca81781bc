package dev.bulkcheckout.job.windowed;

/**
 * Thrown by a processor that has not begun an item because it was told to stop. The item
 * is neither filtered nor failed: it is left undone, and the step ends {@code STOPPED}
 * once the items that were begun are written. An {@link InterruptedException} says the
 * same.
 */
public class ItemNotAttemptedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * An item that is left undone.
	 * @param message why it was not begun
	 */
	public ItemNotAttemptedException(String message) {
		super(message);
	}

}
