package dev.bulkcheckout.page;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

import dev.bulkcheckout.report.page.Viewer;

/**
 * Tells every view who looks at it.
 */
@ControllerAdvice
public class Viewers {

	/** The role of who may act. */
	static final String OPERATOR = "OPERATOR";

	@ModelAttribute("viewer")
	Viewer viewer(HttpServletRequest request) {
		boolean acts = request.isUserInRole(OPERATOR);
		return (acts && request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token)
				? new Viewer(true, token.getParameterName(), token.getToken()) : new Viewer(false, "", "");
	}

}
