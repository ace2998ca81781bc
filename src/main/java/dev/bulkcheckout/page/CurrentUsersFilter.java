package dev.bulkcheckout.page;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends the session of somebody whom the password file names no longer, or with another
 * role.
 */
public final class CurrentUsersFilter extends OncePerRequestFilter {

	private final PasswordFile users;

	/**
	 * Heeds the given file.
	 */
	public CurrentUsersFilter(PasswordFile users) {
		this.users = users;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
		if (signedIn != null && signedIn.getPrincipal() instanceof UserDetails user && !this.users.isStill(user)) {
			new SecurityContextLogoutHandler().logout(request, response, signedIn);
		}
		chain.doFilter(request, response);
	}

}
