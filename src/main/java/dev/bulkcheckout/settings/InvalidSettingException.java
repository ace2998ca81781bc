package dev.bulkcheckout.settings;

import org.jspecify.annotations.Nullable;

/**
 * A setting is missing or makes no sense. The message begins with the setting's name in
 * the environment and never holds a secret.
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

}
