package dev.bulkcheckout.action;

import java.util.Map;

/**
 * What was asked for is not done, and nothing was entered.
 */
public class ActionRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	private final transient Map<String, Object> details;

	/**
	 * Keeps what whoever asked is told.
	 */
	public ActionRefusedException(Reason reason, String message) {
		this(reason, message, Map.of());
	}

	/**
	 * The same with what a program needs to know.
	 */
	public ActionRefusedException(Reason reason, String message, Map<String, Object> details) {
		super(message);
		this.reason = reason;
		this.details = Map.copyOf(details);
	}

	/**
	 * Why.
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * What a program needs to know, by name.
	 */
	public Map<String, Object> details() {
		return this.details;
	}

	/**
	 * Why something is not done.
	 */
	public enum Reason {

		/** There is no such run, action or upload. */
		NOT_FOUND,

		/** The request cannot be read, or a part of it is missing. */
		MALFORMED,

		/** A value makes no sense, or nobody heeds it. */
		INVALID,

		/** The key was used for another request. */
		KEY_USED,

		/** Nobody can say which job's settings are to be taken. */
		NO_JOB,

		/** The run is not in a state for it, or nothing is left to be done. */
		NOTHING_TO_DO,

		/** A process works on the run. */
		WORKED_ON,

		/** Something else is asked for with the same run or file. */
		UNDER_WAY,

		/** It would buy another number of carts than was confirmed. */
		UNCONFIRMED,

		/** The file is larger than files may be. */
		TOO_LARGE

	}

}
