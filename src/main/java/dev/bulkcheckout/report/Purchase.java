package dev.bulkcheckout.report;

import java.util.List;
import java.util.Map;

import dev.bulkcheckout.cart.Outcome;

/**
 * What would be asked for if somebody went on with carts of a run.
 *
 * @param outcomes how many carts, by what became of them; only those that there are
 * @param money what those cost that told their price when they were read, by currency,
 * largest first
 * @param unpriced carts whose price is not known
 */
public record Purchase(Map<Outcome, Long> outcomes, List<Money> money, long unpriced) {

	/**
	 * Keeps copies.
	 */
	public Purchase {
		outcomes = Map.copyOf(outcomes);
		money = List.copyOf(money);
	}

	/**
	 * All carts.
	 */
	public long carts() {
		return this.outcomes.values().stream().mapToLong(Long::longValue).sum();
	}

}
