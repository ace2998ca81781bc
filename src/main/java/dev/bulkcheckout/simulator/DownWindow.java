package dev.bulkcheckout.simulator;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A time in which the API goes down by itself, once.
 *
 * @param kind how
 * @param afterTime since the start of the simulator; null if the checkouts count
 * @param afterCheckouts when so many checkouts have arrived; 0 if the time counts
 * @param length how long; null until told
 */
public record DownWindow(OutageMode kind, @Nullable Duration afterTime, long afterCheckouts,
		@Nullable Duration length) {

	/** Down this long after the start. */
	public static DownWindow after(Duration time, OutageMode kind, @Nullable Duration length) {
		return new DownWindow(kind, time, 0, length);
	}

	/** Down once so many checkouts have arrived. */
	public static DownWindow afterCheckouts(long count, OutageMode kind, @Nullable Duration length) {
		return new DownWindow(kind, null, count, length);
	}

}
