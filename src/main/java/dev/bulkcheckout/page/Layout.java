package dev.bulkcheckout.page;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.security.web.csrf.CsrfToken;

/**
 * What every view shows around its own: parameter {@code layout} of all templates.
 *
 * @param path of the request, for the place in the navigation
 * @param user who is signed in; null for nobody
 * @param operator whether they may act
 * @param csrf what a form or a call has to send so that it is heeded; null on a page
 * about a request that was refused at once
 * @param assets the address of a file of {@code /assets}, by its name
 */
public record Layout(String path, @Nullable String user, boolean operator, @Nullable CsrfToken csrf,
		UnaryOperator<String> assets) {

	/**
	 * The address of a style sheet or script.
	 */
	public String asset(String name) {
		return this.assets.apply(name);
	}

	/**
	 * Seconds by which the clock of the times that are shown is ahead of UTC.
	 */
	public int zone() {
		return OffsetDateTime.now(ZoneId.systemDefault()).getOffset().getTotalSeconds();
	}

	/**
	 * Whether the request was for that page or one below it.
	 */
	public boolean isAt(String page) {
		return this.path.equals(page) || (!"/".equals(page) && this.path.startsWith(page + "/"));
	}

	/**
	 * The token as htmx sends it with each of its calls.
	 */
	public @Nullable String csrfHeader() {
		return (this.csrf == null) ? null : "{\"" + this.csrf.getHeaderName() + "\":\"" + this.csrf.getToken() + "\"}";
	}

}
