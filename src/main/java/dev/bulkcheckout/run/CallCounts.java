package dev.bulkcheckout.run;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import dev.bulkcheckout.ledger.RunPulse;
import dev.bulkcheckout.throttling.CallListener.CallEnd;

/**
 * Counts ended calls of one kind, from as many threads as there are, without a lock. One
 * thread takes what has come since it last did; nothing is lost between the two.
 */
final class CallCounts {

	private static final int ENDS = CallEnd.values().length;

	private static final int BUCKETS = RunPulse.LATENCY_BOUNDS.size() + 1;

	/** A count for each end, then one for each bucket, then the sum of nanoseconds. */
	private final LongAdder[] sums = new LongAdder[ENDS + BUCKETS + 1];

	private final long[] taken = new long[this.sums.length];

	CallCounts() {
		Arrays.setAll(this.sums, (i) -> new LongAdder());
	}

	void ended(CallEnd end, Duration took) {
		this.sums[end.ordinal()].increment();
		this.sums[ENDS + RunPulse.bucketOf(took)].increment();
		this.sums[ENDS + BUCKETS].add(took.toNanos());
	}

	/**
	 * What has come since the last time.
	 */
	Counted take() {
		long[] more = new long[this.sums.length];
		for (int i = 0; i < more.length; i++) {
			long sum = this.sums[i].sum();
			more[i] = sum - this.taken[i];
			this.taken[i] = sum;
		}
		return new Counted(more);
	}

	/**
	 * Calls that ended.
	 */
	record Counted(long[] sums) {

		int ended(CallEnd end) {
			return Math.toIntExact(this.sums[end.ordinal()]);
		}

		List<Integer> latency() {
			return Arrays.stream(this.sums, ENDS, ENDS + BUCKETS).mapToObj(Math::toIntExact).toList();
		}

		double inFlight(Duration slot) {
			return (double) this.sums[ENDS + BUCKETS] / slot.toNanos();
		}

		boolean isNothing() {
			return Arrays.stream(this.sums).allMatch((sum) -> sum == 0);
		}

	}

}
