package dev.bulkcheckout.simulator;

/** Time since the start, which no correction of the wall clock disturbs. */
final class SimulatorClock {

	private final long startNanos = System.nanoTime();

	private final long startMillis = System.currentTimeMillis();

	/** Milliseconds since the start; enough for 24 days. */
	int millis() {
		return (int) ((System.nanoTime() - this.startNanos) / 1_000_000);
	}

	/** The wall clock's milliseconds at the start. */
	long startMillis() {
		return this.startMillis;
	}

}
