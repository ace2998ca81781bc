package dev.bulkcheckout.report.page;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Outcome;

/**
 * Some carts of a run, in the order of its input.
 *
 * @param carts those
 * @param next the line after which the next page begins; null on the last one
 */
public record CartPage(List<Row> carts, @Nullable Long next) {

	/**
	 * Keeps a copy.
	 */
	public CartPage {
		carts = List.copyOf(carts);
	}

	/**
	 * A cart.
	 *
	 * @param line of the input
	 * @param customer whose cart it is
	 * @param cart its id
	 * @param outcome what it ended in
	 * @param order the first of its orders; null if it has none
	 * @param why what was said; null if nothing was
	 * @param httpStatus of the last answer
	 * @param code of the last answer, or of the first order error
	 * @param attempts how often it was asked for
	 * @param settledAt when; null if it is not
	 */
	public record Row(long line, String customer, String cart, Outcome outcome, @Nullable String order,
			@Nullable String why, @Nullable Integer httpStatus, @Nullable String code, int attempts,
			@Nullable Instant settledAt) {
	}

}
