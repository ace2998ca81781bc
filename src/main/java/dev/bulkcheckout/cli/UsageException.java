package dev.bulkcheckout.cli;

/**
 * What was asked for cannot be done, and nothing was attempted. The message is for the
 * operator.
 */
public class UsageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Keeps the operator's message.
	 */
	public UsageException(String message) {
		super(message);
	}

}
