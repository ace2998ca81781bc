package dev.bulkcheckout.page;

import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

import dev.bulkcheckout.action.ActionRefusedException;
import dev.bulkcheckout.ledger.DatabaseFaults;
import dev.bulkcheckout.report.Labels;

/**
 * What goes wrong is told on a page, in words.
 */
@ControllerAdvice
public class PageErrors {

	private static final Logger logger = LoggerFactory.getLogger(PageErrors.class);

	/** Seconds until the database may answer again. */
	public static final String RETRY_AFTER = "10";

	private final Layouts layouts;

	/**
	 * Shows pages of the given layouts.
	 */
	public PageErrors(Layouts layouts) {
		this.layouts = layouts;
	}

	@ExceptionHandler
	ModelAndView notThere(NoSuchRunException fault, HttpServletRequest request) {
		return page(HttpStatus.NOT_FOUND, String.valueOf(fault.getMessage()),
				"It may have been removed by 'bulk-checkout purge', or its number was mistyped.", request);
	}

	@ExceptionHandler
	ModelAndView notANumber(TypeMismatchException fault, HttpServletRequest request) {
		return page(HttpStatus.NOT_FOUND, "There is no such page",
				"A part of its address should be a number, and is none.", request);
	}

	@ExceptionHandler
	ModelAndView refused(ActionRefusedException fault, HttpServletRequest request) {
		boolean gone = fault.reason() == ActionRefusedException.Reason.NOT_FOUND;
		return page(gone ? HttpStatus.NOT_FOUND : HttpStatus.BAD_REQUEST,
				gone ? "It is not there" : "This cannot be shown", Labels.sentence(String.valueOf(fault.getMessage())),
				request);
	}

	@ExceptionHandler
	ModelAndView fault(RuntimeException fault, HttpServletRequest request, HttpServletResponse response) {
		if (DatabaseFaults.isPassing(fault)) {
			logger.warn("a page was not shown: {}", DatabaseFaults.words(fault));
			response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
			return page(HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer",
					"%s was asked for, and nothing can be told until it does: %s. Runs that are under way wait for it themselves. Try it again in a moment; if it stays, see to the database."
						.formatted(request.getRequestURI(), DatabaseFaults.words(fault)),
					request);
		}
		throw fault;
	}

	private ModelAndView page(HttpStatus status, String title, String detail, HttpServletRequest request) {
		return new ModelAndView("problem",
				Map.of("layout", this.layouts.layout(request), "title", title, "detail", detail, "advice", ""), status);
	}

}
