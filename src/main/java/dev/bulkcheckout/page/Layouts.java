package dev.bulkcheckout.page;

import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

/**
 * Gives every view its {@link Layout}.
 */
@ControllerAdvice
public class Layouts {

	private final ResourceUrlProvider urls;

	/**
	 * Knows files by the given provider.
	 */
	public Layouts(ResourceUrlProvider urls) {
		this.urls = urls;
	}

	/**
	 * That of the answer to a request.
	 */
	@ModelAttribute("layout")
	public Layout layout(HttpServletRequest request) {
		CsrfToken csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
		return new Layout(request.getRequestURI(), request.getRemoteUser(), request.isUserInRole(Roles.OPERATOR), csrf,
				this::address);
	}

	private String address(String name) {
		return Objects.requireNonNull(this.urls.getForLookupPath("/assets/" + name), name);
	}

}
