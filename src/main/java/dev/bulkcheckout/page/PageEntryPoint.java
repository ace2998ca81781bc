package dev.bulkcheckout.page;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;

/**
 * Leads somebody who is not signed in to where they can do so. A part of a page that is
 * asked for by script leads the whole page there.
 */
public final class PageEntryPoint implements AuthenticationEntryPoint {

	private static final String OF_HTMX = "HX-Request";

	private final String signIn;

	/**
	 * Leads to the given path.
	 */
	public PageEntryPoint(String signIn) {
		this.signIn = signIn;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
			throws IOException {
		if (request.getHeader(OF_HTMX) != null) {
			response.setHeader("HX-Redirect", this.signIn);
			response.setStatus(HttpStatus.UNAUTHORIZED.value());
		}
		else if (String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains(MediaType.TEXT_EVENT_STREAM_VALUE)) {
			response.setStatus(HttpStatus.UNAUTHORIZED.value());
		}
		else {
			response.sendRedirect(this.signIn);
		}
	}

	/**
	 * Remembers which page was asked for before signing in, not which part or file.
	 */
	public static RequestCache pagesOnly() {
		HttpSessionRequestCache cache = new HttpSessionRequestCache();
		cache.setRequestMatcher((request) -> "GET".equals(request.getMethod()) && request.getHeader(OF_HTMX) == null
				&& String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains("text/html"));
		return cache;
	}

}
