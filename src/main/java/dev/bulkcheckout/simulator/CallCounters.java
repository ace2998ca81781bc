package dev.bulkcheckout.simulator;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** The counters behind {@link SimulatorCounts}. */
final class CallCounters {

	final LongAdder calls = new LongAdder();

	final LongAdder checkouts = new LongAdder();

	final LongAdder repeated = new LongAdder();

	final LongAdder throttled = new LongAdder();

	final LongAdder unauthorized = new LongAdder();

	final LongAdder lost = new LongAdder();

	final LongAdder tokens = new LongAdder();

	private final AtomicInteger inFlight = new AtomicInteger();

	private final AtomicInteger maxInFlight = new AtomicInteger();

	void enter() {
		int now = this.inFlight.incrementAndGet();
		if (now > this.maxInFlight.get()) {
			this.maxInFlight.accumulateAndGet(now, Math::max);
		}
	}

	void leave() {
		this.inFlight.decrementAndGet();
	}

	void clear() {
		Stream.of(this.calls, this.checkouts, this.repeated, this.throttled, this.unauthorized, this.lost, this.tokens)
			.forEach(LongAdder::reset);
		this.maxInFlight.set(this.inFlight.get());
	}

	SimulatorCounts counts(CartTable carts) {
		return new SimulatorCounts(this.calls.sum(), this.checkouts.sum(), carts.size(), carts.ordered(),
				this.repeated.sum(), this.throttled.sum(), this.unauthorized.sum(), this.lost.sum(), this.tokens.sum(),
				this.inFlight.get(), this.maxInFlight.get());
	}

}
