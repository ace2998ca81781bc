package dev.bulkcheckout.ledger;

import java.util.Map;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.SubscriptionState;

/**
 * The counts of a run, as the ledger had them at one moment.
 *
 * @param rows rows of the input
 * @param rejected rows that were refused
 * @param carts by outcome; every outcome is there
 * @param lines order lines by state of their subscription id; every state is there
 * @param bareOrders orders that never showed a line: their ids are not there either
 */
public record RunCounts(long rows, long rejected, Map<Outcome, Long> carts, Map<SubscriptionState, Long> lines,
		long bareOrders) {

	/**
	 * Keeps copies.
	 */
	public RunCounts {
		carts = Map.copyOf(carts);
		lines = Map.copyOf(lines);
	}

	/**
	 * Carts that ended so.
	 */
	public long carts(Outcome outcome) {
		return this.carts.getOrDefault(outcome, 0L);
	}

	/**
	 * Order lines that stand so.
	 */
	public long lines(SubscriptionState state) {
		return this.lines.getOrDefault(state, 0L);
	}

	/**
	 * All carts.
	 */
	public long allCarts() {
		return this.carts.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Carts that have an outcome.
	 */
	public long settled() {
		return allCarts() - carts(Outcome.NOT_ATTEMPTED);
	}

	/**
	 * Whether anything is left that only a person can mend: a cart that was not wholly
	 * ordered or whose orders are not known, a failed order, a refused row.
	 */
	public boolean needsPerson() {
		return needingPerson() > 0;
	}

	/**
	 * How many carts, rows and order lines these are.
	 */
	public long needingPerson() {
		return allCarts() - carts(Outcome.ORDERED) + this.rejected + lines(SubscriptionState.ORDER_FAILED);
	}

	/**
	 * Whether an expected subscription id is not there.
	 */
	public boolean lacksIds() {
		return lines(SubscriptionState.AWAITED) > 0 || lines(SubscriptionState.MISSING) > 0 || this.bareOrders > 0;
	}

	/**
	 * What a finished run tells its scheduler.
	 */
	public int exitCode() {
		return exit().code();
	}

	ExitCode exit() {
		return needsPerson() ? ExitCode.NEEDS_PERSON : lacksIds() ? ExitCode.LACKS_IDS : ExitCode.OK;
	}

}
