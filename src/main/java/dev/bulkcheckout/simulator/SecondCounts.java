package dev.bulkcheckout.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Counts what was admitted and refused in each second. */
final class SecondCounts {

	private long[] admitted = new long[64];

	private long[] refused = new long[64];

	private int seconds;

	private final SimulatorClock clock;

	private int sinceMillis;

	SecondCounts(SimulatorClock clock) {
		this.clock = clock;
	}

	synchronized void count(boolean admit) {
		int second = (this.clock.millis() - this.sinceMillis) / 1000;
		if (second >= this.admitted.length) {
			this.admitted = Arrays.copyOf(this.admitted, 2 * second);
			this.refused = Arrays.copyOf(this.refused, 2 * second);
		}
		this.seconds = Math.max(this.seconds, second + 1);
		(admit ? this.admitted : this.refused)[second]++;
	}

	/** Every second up to the newest call, also those without calls. */
	synchronized List<CallsPerSecond> all() {
		return IntStream.range(0, this.seconds)
			.mapToObj((second) -> new CallsPerSecond(second, this.admitted[second], this.refused[second]))
			.toList();
	}

	synchronized void clear() {
		this.seconds = 0;
		this.sinceMillis = this.clock.millis();
		Arrays.fill(this.admitted, 0);
		Arrays.fill(this.refused, 0);
	}

}
