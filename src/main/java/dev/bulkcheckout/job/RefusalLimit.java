package dev.bulkcheckout.job;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.ledger.Settlement;
import dev.bulkcheckout.settings.MaxRefused;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Stops the run when too much is refused. Counts this execution only: to restart is to
 * have looked.
 */
final class RefusalLimit {

	private final MaxRefused max;

	private final StopSignal stop;

	private final AtomicLong settled = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private volatile long firstCarried = Long.MAX_VALUE;

	RefusalLimit(MaxRefused max, StopSignal stop) {
		this.max = max;
		this.stop = stop;
	}

	/**
	 * What is refused of carts that were carried over says nothing of the input.
	 * @param firstCarried the line at which they begin
	 */
	void leaveOutFrom(long firstCarried) {
		this.firstCarried = firstCarried;
	}

	void saw(Collection<Settlement> settlements) {
		List<Settlement> ofTheInput = settlements.stream()
			.filter((settlement) -> settlement.cart().line() < this.firstCarried)
			.toList();
		saw(ofTheInput.size() - count(ofTheInput, Outcome.NOT_ATTEMPTED), count(ofTheInput, Outcome.REFUSED));
	}

	/**
	 * So many more were settled, and so many of them refused.
	 */
	void saw(long newlySettled, long newlyRefused) {
		long allRefused = this.refused.addAndGet(newlyRefused);
		long allSettled = this.settled.addAndGet(newlySettled);
		if (newlyRefused > 0 && this.max.isExceeded(allRefused, allSettled)) {
			this.stop.raise(new StopReason(StopKind.TOO_MANY_REFUSED,
					"%,d of %,d carts were refused, more than --max-refused %s allows".formatted(allRefused, allSettled,
							this.max),
					"see the causes with 'bulk-checkout show'; if the file is the right one, 'restart' goes on, or run it"
							+ " again with a larger --max-refused"));
		}
	}

	private static long count(Collection<Settlement> settlements, Outcome outcome) {
		return settlements.stream().filter((settlement) -> settlement.result().outcome().outcome() == outcome).count();
	}

}
