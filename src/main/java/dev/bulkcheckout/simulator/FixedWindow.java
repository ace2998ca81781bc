package dev.bulkcheckout.simulator;

import java.time.Duration;

/** So many calls in each window of the clock; a new window begins with none. */
final class FixedWindow implements RateLimit {

	private final long window;

	private final long phase;

	private long current = Long.MIN_VALUE;

	private long calls;

	/**
	 * Makes it.
	 * @param phase where in a window the time 0 lies, from 0 to 1
	 */
	FixedWindow(Duration window, double phase) {
		this.window = window.toNanos();
		this.phase = (long) (this.window * phase);
	}

	@Override
	public long take(double perSecond, long now) {
		long number = Math.floorDiv(now + this.phase, this.window);
		if (number > this.current) {
			this.current = number;
			this.calls = 0;
		}
		this.calls++;
		boolean admitted = this.calls <= Math.round(perSecond * this.window / 1e6) / 1e3;
		return admitted ? ADMITTED : (this.current + 1) * this.window - this.phase - now;
	}

}
