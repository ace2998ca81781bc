package dev.bulkcheckout.partnercenter;

/**
 * A body is not what was asked for. The message says why, for the operator.
 */
public final class UnreadableAnswerException extends Exception {

	private static final long serialVersionUID = 1L;

	private final boolean json;

	UnreadableAnswerException(String reason) {
		this(reason, true);
	}

	UnreadableAnswerException(String reason, boolean json) {
		super(reason, null, false, false);
		this.json = json;
	}

	/**
	 * Whether it is JSON all the same, so that nothing of the answer was lost.
	 */
	public boolean isJson() {
		return this.json;
	}

	/**
	 * Why it cannot be read.
	 */
	public String reason() {
		return String.valueOf(getMessage());
	}

}
