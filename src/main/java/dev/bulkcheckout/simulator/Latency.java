package dev.bulkcheckout.simulator;

import java.time.Duration;

/**
 * How long something takes: log-normal, or always the same if both are equal.
 *
 * @param median half of the calls take less
 * @param p99 ninety-nine in a hundred take less; not below the median
 */
public record Latency(Duration median, Duration p99) {

	/** The 99th percentile of the standard normal distribution. */
	private static final double Z99 = 2.3263;

	/** No time at all. */
	public static final Latency NONE = fixed(Duration.ZERO);

	public Latency {
		if (median.isNegative() || p99.compareTo(median) < 0) {
			throw new IllegalArgumentException(
					"a latency needs 0 <= median <= 99th percentile, not " + median + " and " + p99);
		}
		if (median.isZero() && !p99.isZero()) {
			throw new IllegalArgumentException("a latency with a 99th percentile needs a median above 0");
		}
	}

	/** Always this long. */
	public static Latency fixed(Duration duration) {
		return new Latency(duration, duration);
	}

	/** Log-normal with this median and 99th percentile. */
	public static Latency lognormal(Duration median, Duration p99) {
		return new Latency(median, p99);
	}

	boolean isNone() {
		return this.p99.isZero();
	}

	/** Nanoseconds for a sample of the standard normal distribution. */
	long nanos(double gaussian) {
		long median = this.median.toNanos();
		if (median == 0 || this.median.equals(this.p99)) {
			return median;
		}
		double sigma = Math.log((double) this.p99.toNanos() / median) / Z99;
		return (long) (median * Math.exp(sigma * gaussian));
	}

	/** Nanoseconds that belong to this number, the same each time. */
	long nanosFor(long number) {
		double gaussian = Math.sqrt(-2 * Math.log(1 - StableRandom.fraction(number)))
				* Math.cos(2 * Math.PI * StableRandom.fraction(~number));
		return nanos(gaussian);
	}

}
