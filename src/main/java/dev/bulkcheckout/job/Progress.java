package dev.bulkcheckout.job;

import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;

import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.ledger.PolledOrder;
import dev.bulkcheckout.ledger.Settlement;

/**
 * How far a run is, for those who watch it: seeded from the ledger when a step begins,
 * then counted along. Reports ask the ledger instead.
 */
public final class Progress {

	/**
	 * What is being done.
	 */
	public enum Phase {

		/** Reads the input. */
		STAGING("staging"),
		/** Reads carts, and buys nothing. */
		PREFLIGHT("preflight"),
		/** Checks carts out. */
		CHECKOUT("checkout"),
		/** Asks for subscription ids. */
		RECONCILE("subscription ids"),
		/** Writes the result files. */
		RESULTS("writing results");

		private final String words;

		Phase(String words) {
			this.words = words;
		}

		/**
		 * The phase in words.
		 */
		public String words() {
			return this.words;
		}

	}

	private volatile Phase phase = Phase.STAGING;

	private volatile long total;

	private volatile long before;

	private final LongAdder done = new LongAdder();

	/**
	 * Begins a phase.
	 * @param total all there is to do, also what was done before
	 * @param before what was done before
	 */
	void begin(Phase phase, long total, long before) {
		this.done.reset();
		this.total = total;
		this.before = before;
		this.phase = phase;
	}

	void settled(Collection<Settlement> settlements) {
		this.done.add(settlements.stream().filter((settlement) -> !settlement.result().outcome().leavesOpen()).count());
	}

	void inspected(int carts) {
		this.done.add(carts);
	}

	/**
	 * So much of all is done by now, whoever did it.
	 */
	void reached(long done) {
		this.done.reset();
		this.done.add(Math.max(0, done - this.before));
	}

	void looked(Collection<PolledOrder> looks) {
		this.done.add(looks.stream()
			.flatMap((look) -> look.reading().lines().stream())
			.filter((line) -> line.state() != SubscriptionState.AWAITED)
			.count());
	}

	/**
	 * What is being done.
	 */
	public Phase phase() {
		return this.phase;
	}

	/**
	 * All there is to do in this phase; 0 if that is not known.
	 */
	public long total() {
		return this.total;
	}

	/**
	 * What is done, earlier executions included.
	 */
	public long done() {
		return this.before + this.done.sum();
	}

}
