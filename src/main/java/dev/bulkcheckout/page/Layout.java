package dev.bulkcheckout.page;

import java.util.function.UnaryOperator;

/**
 * What every view shows around its own: parameter {@code layout} of all templates.
 *
 * @param path of the request, for the place in the navigation
 * @param assets the address of a file of {@code /assets}, by its name
 */
public record Layout(String path, UnaryOperator<String> assets) {

	/**
	 * The address of a style sheet or script.
	 */
	public String asset(String name) {
		return this.assets.apply(name);
	}

	/**
	 * Whether the request was for that page or one below it.
	 */
	public boolean isAt(String page) {
		return this.path.equals(page) || (!"/".equals(page) && this.path.startsWith(page + "/"));
	}

}
