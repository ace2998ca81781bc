package dev.bulkcheckout.serve;

/**
 * Nothing could be asked: settings are wrong, there is no token, or the input is none.
 */
public class RefusedLaunchException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Keeps what the operator is told.
	 */
	public RefusedLaunchException(String message, Throwable cause) {
		super(message, cause);
	}

}
