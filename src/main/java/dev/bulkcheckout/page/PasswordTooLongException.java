package dev.bulkcheckout.page;

import org.springframework.security.core.AuthenticationException;

/**
 * A password that no line of the {@link PasswordFile} can be of.
 */
final class PasswordTooLongException extends AuthenticationException {

	private static final long serialVersionUID = 1L;

	PasswordTooLongException(int longest) {
		super("a password has at most " + longest + " bytes");
	}

}
