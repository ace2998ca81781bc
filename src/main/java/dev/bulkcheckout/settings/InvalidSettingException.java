package dev.bulkcheckout.settings;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A setting is missing or makes no sense. The message names the setting as the operator
 * gave it and never holds a secret.
 */
public class InvalidSettingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/**
	 * Keeps the operator's message.
	 */
	public InvalidSettingException(String message) {
		super(message);
	}

	/**
	 * Keeps the operator's message and the cause, whose message must not hold a secret
	 * either.
	 */
	public InvalidSettingException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * The refusal that a fault comes from; empty if it comes from none.
	 */
	public static Optional<InvalidSettingException> in(Throwable fault) {
		for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
			if (cause instanceof InvalidSettingException refusal) {
				return Optional.of(refusal);
			}
		}
		return Optional.empty();
	}

}
