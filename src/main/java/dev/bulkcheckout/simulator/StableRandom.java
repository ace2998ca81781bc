package dev.bulkcheckout.simulator;

/** Numbers that look random and are the same in every run. */
final class StableRandom {

	private StableRandom() {
	}

	/** The finalizer of SplitMix64. */
	static long of(long value) {
		long z = value + 0x9E3779B97F4A7C15L;
		z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
		z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
		return z ^ (z >>> 31);
	}

	static long of(long first, long second) {
		return of(of(first) ^ Long.rotateLeft(second, 32));
	}

	/** A number from 0 (included) to 1 (excluded). */
	static double fraction(long value) {
		return (of(value) >>> 11) * 0x1.0p-53;
	}

}
