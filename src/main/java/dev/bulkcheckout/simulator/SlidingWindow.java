package dev.bulkcheckout.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** So many calls in the time before each call. */
final class SlidingWindow implements RateLimit {

	private final long window;

	private final boolean refusedCount;

	/** When calls came; those before {@link #first} have left the window. */
	private final List<Long> log = new ArrayList<>();

	private int first;

	SlidingWindow(Duration window, boolean refusedCount) {
		this.window = window.toNanos();
		this.refusedCount = refusedCount;
	}

	@Override
	public long take(double perSecond, long now) {
		forget(now - this.window);
		double most = Math.round(perSecond * this.window / 1e6) / 1e3;
		boolean admitted = this.log.size() - this.first < most;
		if (admitted || this.refusedCount) {
			this.log.add(now);
		}
		if (admitted) {
			return ADMITTED;
		}
		// the newest calls that would fill the window again keep it closed
		int last = this.log.size() - Math.max(1, (int) Math.ceil(most));
		return Math.max(1, this.log.get(last) + this.window - now);
	}

	private void forget(long upTo) {
		while (this.first < this.log.size() && this.log.get(this.first) <= upTo) {
			this.first++;
		}
		if (this.first > 1024 && this.first > this.log.size() / 2) {
			this.log.subList(0, this.first).clear();
			this.first = 0;
		}
	}

}
