package dev.bulkcheckout.page;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Logs who signed in, and from where it was tried without success. What was typed then is
 * not told: it may be a password in the wrong field.
 */
public final class SignInLog {

	private static final Logger logger = LoggerFactory.getLogger(SignInLog.class);

	@EventListener
	void signedIn(AuthenticationSuccessEvent event) {
		logger.atInfo()
			.addKeyValue("event", "SIGNED_IN")
			.addKeyValue("user", event.getAuthentication().getName())
			.log("from {}", address(event.getAuthentication()));
	}

	@EventListener
	void refused(AbstractAuthenticationFailureEvent event) {
		logger.atWarn()
			.addKeyValue("event", "SIGN_IN_REFUSED")
			.log("from {}: {}", address(event.getAuthentication()), event.getException().getMessage());
	}

	private static String address(Authentication authentication) {
		return (authentication.getDetails() instanceof WebAuthenticationDetails details) ? details.getRemoteAddress()
				: "an unknown address";
	}

}
