package dev.bulkcheckout.page.api;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Refuses calls of the API with problem details (RFC 9457), and what a form of the page
 * sends on a page.
 */
public final class ApiRefusals implements AuthenticationEntryPoint, AccessDeniedHandler {

	/** All below {@code /api}. */
	public static final RequestMatcher OF_THE_API = PathPatternRequestMatcher.withDefaults().matcher("/api/**");

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
			throws IOException {
		Problems.write((failure instanceof AuthenticationServiceException)
				? ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
						"Whoever says who may sign in does not answer.")
				: ProblemDetail.forStatusAndDetail(HttpStatus.UNAUTHORIZED, "Nobody is signed in."), response);
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refusal)
			throws IOException {
		if (ApiErrors.wantsAPage(request)) {
			response.sendError(HttpStatus.FORBIDDEN.value());
			return;
		}
		Problems.write(ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN,
				"The role does not allow it, or the CSRF token is missing or another's."), response);
	}

}
