package dev.bulkcheckout.page.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

import dev.bulkcheckout.action.ActionRefusedException;
import dev.bulkcheckout.ledger.DatabaseFaults;
import dev.bulkcheckout.page.Layouts;
import dev.bulkcheckout.page.PageErrors;

/**
 * What goes wrong below {@code /api} is told as problem details, or on a page if a
 * browser sent a form. Other addresses are none of its business.
 */
public class ApiErrors implements HandlerExceptionResolver, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(ApiErrors.class);

	private final Layouts layouts;

	/**
	 * Shows pages of the given layouts.
	 */
	public ApiErrors(Layouts layouts) {
		this.layouts = layouts;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception fault) {
		if (!isOfTheApi(request)) {
			return null;
		}
		ProblemDetail problem = problem(fault);
		if (problem.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
			response.setHeader(HttpHeaders.RETRY_AFTER, PageErrors.RETRY_AFTER);
		}
		if (wantsAPage(request)) {
			return page(problem, request);
		}
		if (fault instanceof ErrorResponse known) {
			known.getHeaders().forEach((name, values) -> values.forEach((value) -> response.addHeader(name, value)));
		}
		try {
			Problems.write(problem, response);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new ModelAndView();
	}

	private ModelAndView page(ProblemDetail problem, HttpServletRequest request) {
		String title = Objects.requireNonNullElse(problem.getTitle(), "It was not done");
		String detail = Objects.requireNonNullElse(problem.getDetail(), "");
		return new ModelAndView("problem", Map.of("layout", this.layouts.layout(request), "title", title, "detail",
				detail, "advice", "Nothing was done."), HttpStatusCode.valueOf(problem.getStatus()));
	}

	/**
	 * Whether a request is one of the API.
	 */
	public static boolean isOfTheApi(HttpServletRequest request) {
		return request.getRequestURI().startsWith(request.getContextPath() + "/api/");
	}

	/** Whether a browser sent a form. */
	static boolean wantsAPage(HttpServletRequest request) {
		String accept = request.getHeader(HttpHeaders.ACCEPT);
		return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
	}

	private static ProblemDetail problem(Exception fault) {
		if (fault instanceof ActionRefusedException refusal) {
			return Problems.of(refusal);
		}
		if (fault instanceof ErrorResponse known) {
			return known.getBody();
		}
		if (fault instanceof TypeMismatchException || fault instanceof HttpMessageNotReadableException
				|| fault instanceof MultipartException) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "the request cannot be read");
		}
		if (DatabaseFaults.isPassing(fault)) {
			logger.warn("not answered: {}", DatabaseFaults.words(fault));
			return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
					"the database does not answer; try again later");
		}
		logger.error("not answered", fault);
		return ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR,
				"this should not have happened; the log of serve has more");
	}

}
