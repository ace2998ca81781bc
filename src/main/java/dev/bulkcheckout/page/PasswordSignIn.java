package dev.bulkcheckout.page;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

import java.util.Map;

/**
 * Signs in with a name and password of the {@link PasswordFile}, not too often without
 * success.
 */
public final class PasswordSignIn implements AuthenticationProvider {

	private static final int COST = 12;

	/** Bytes that bcrypt takes into account. */
	private static final int LONGEST = 72;

	private final DaoAuthenticationProvider passwords;

	private final SignInThrottle throttle;

	/**
	 * Asks the given file.
	 */
	public PasswordSignIn(PasswordFile users, InstantSource clock) {
		this.passwords = new DaoAuthenticationProvider(users);
		this.passwords.setPasswordEncoder(
				new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(COST))));
		this.throttle = new SignInThrottle(clock);
	}

	@Override
	public @Nullable Authentication authenticate(Authentication given) {
		String address = (given.getDetails() instanceof WebAuthenticationDetails details) ? details.getRemoteAddress()
				: "";
		// its hash would not tell it from one that only begins the same
		if (String.valueOf(given.getCredentials()).getBytes(StandardCharsets.UTF_8).length > LONGEST) {
			throw new PasswordTooLongException(LONGEST);
		}
		if (this.throttle.isReached(address, given.getName())) {
			throw new LockedException("too many sign-ins failed");
		}
		try {
			Authentication signedIn = this.passwords.authenticate(given);
			this.throttle.succeeded(address);
			return signedIn;
		}
		catch (BadCredentialsException ex) {
			this.throttle.failed(address, given.getName());
			throw ex;
		}
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
	}

}
