package dev.bulkcheckout.throttling;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The outages that are over. Not safe for use by many threads.
 */
final class DownTimes {

	private static final int KEPT = 1000;

	private final Deque<DownTime> past = new ArrayDeque<>();

	void add(Instant from, Instant to) {
		this.past.addLast(new DownTime(from, to));
		if (this.past.size() > KEPT) {
			this.past.removeFirst();
		}
	}

	boolean meet(Instant from, Instant to) {
		return this.past.stream().anyMatch(down -> !to.isBefore(down.from) && !from.isAfter(down.to));
	}

	private record DownTime(Instant from, Instant to) {
	}

}
