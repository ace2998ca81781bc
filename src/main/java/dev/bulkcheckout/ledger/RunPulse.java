package dev.bulkcheckout.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the calls of one kind met in one slot of ten seconds.
 *
 * @param at the slot's begin: a multiple of {@link #SLOT} since the epoch
 * @param call what was asked for
 * @param answered calls that were answered, other than the two below
 * @param refused calls that were refused with 429
 * @param failed calls that were answered with 5xx, not at all or not readably
 * @param pausedMillis how long nothing was let through because the API said so
 * @param inFlight mean number of calls in flight: the time that the calls which ended
 * here took, divided by the slot
 * @param rate calls a second that would have been let through at the slot's end; infinite
 * if nothing limits it
 * @param latency how many calls ended within each of {@link #LATENCY_BOUNDS}, and above:
 * a count more than there are bounds
 * @param pace why the pace was what it was; null where nothing held the calls back
 */
public record RunPulse(Instant at, Call call, int answered, int refused, int failed, int pausedMillis, double inFlight,
		double rate, List<Integer> latency, @Nullable String pace) {

	/** How long a slot is. */
	public static final Duration SLOT = Duration.ofSeconds(10);

	/** Upper bounds in milliseconds. */
	public static final List<Integer> LATENCY_BOUNDS = List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000,
			10_000, 20_000, 50_000, 100_000);

	/**
	 * Keeps a copy.
	 */
	public RunPulse {
		latency = List.copyOf(latency);
	}

	/**
	 * The begin of the slot that a time falls into.
	 */
	public static Instant slotOf(Instant time) {
		return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), SLOT.toSeconds()) * SLOT.toSeconds());
	}

	/**
	 * Which count of {@link #latency} a call belongs to.
	 */
	public static int bucketOf(Duration took) {
		long millis = took.plusNanos(999_999).toMillis();
		int bucket = 0;
		while (bucket < LATENCY_BOUNDS.size() && millis > LATENCY_BOUNDS.get(bucket)) {
			bucket++;
		}
		return bucket;
	}

	/**
	 * What a call asks for; the names are those in the table.
	 */
	public enum Call {

		/** To check a cart out. */
		CHECKOUT,
		/** Anything that only reads. */
		READ

	}

}
