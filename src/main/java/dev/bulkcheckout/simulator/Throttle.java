package dev.bulkcheckout.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How many calls of the API are let through; the others get the gateway's 429. Written as
 * words ({@link #parse}), which {@link Simulator#guide()} lists.
 *
 * @param perSecond calls a second in the long run, above 0; infinite for no limit
 * @param shape how calls are counted
 * @param window the length of the window, or the time in which an empty bucket fills
 * @param perCustomer whether each customer has its own limit
 * @param refusedCount whether refused calls count against the limit, too. Source: "API
 * throttling guidance" (read 2026-11) says that they do; off by default. In a fixed
 * window they make no difference
 * @param retryAfter what every refusal says; null for the time until a call would be
 * admitted
 * @param form how a refusal says it
 * @param sporadic share of the calls that are refused whatever the limit says, and do not
 * count
 * @param once share of the carts whose first call is refused so
 * @param sporadicRetryAfter what these refusals say
 * @param changes when the limit becomes another one, in the order of time
 */
public record Throttle(double perSecond, Shape shape, Duration window, boolean perCustomer, boolean refusedCount,
		@Nullable Duration retryAfter, Form form, double sporadic, double once, Duration sporadicRetryAfter,
		List<Change> changes) {

	public Throttle {
		changes = List.copyOf(changes);
		if (!(perSecond > 0) || !window.isPositive()) {
			throw new IllegalArgumentException(
					"a throttle needs more than 0 calls a second and some time, not " + perSecond + " and " + window);
		}
		for (Change change : changes) {
			if (!(change.perSecond() > 0)) {
				throw new IllegalArgumentException("a limit is more than 0 calls a second");
			}
		}
	}

	/** How calls are counted. */
	public enum Shape {

		/** A token bucket, full at first. */
		BUCKET,

		/** Windows of the clock, whose phase is random. */
		FIXED,

		/** The time before each call. */
		SLIDING

	}

	/** How a refusal says when to come again. */
	public enum Form {

		/** Retry-After in whole seconds, rounded up, at least 1. */
		SECONDS,

		/** Retry-After as an HTTP date, rounded up likewise. */
		DATE,

		/** No Retry-After: only the text of the body says it, rounded up likewise. */
		TEXT,

		/** Retry-After in seconds with up to three decimals. */
		FRACTION

	}

	/** So long after the start, the limit is this one. */
	public record Change(Duration after, double perSecond) {
	}

	/** A token bucket that fills within a second, for all calls together. */
	public static Throttle of(double perSecond) {
		return parse(Double.toString(perSecond));
	}

	/**
	 * Reads a throttle: calls a second or {@code none}, then any of {@code burst=40} or
	 * {@code burst=500ms}, {@code fixed=1s}, {@code sliding=60s}, {@code per-customer},
	 * {@code refused-count}, {@code retry-after=60s}, {@code as-date}, {@code as-text},
	 * {@code as-fraction}, {@code sporadic=2%}, {@code once=5%},
	 * {@code sporadic-retry-after=2s}, {@code then=20@60s,200@120s}.
	 * @throws IllegalArgumentException naming the word that is not understood
	 */
	public static Throttle parse(String text) {
		ScenarioWords words = ScenarioWords.of(text);
		String limit = words.first();
		double perSecond = limit.equals("none") ? Double.POSITIVE_INFINITY : Double.parseDouble(limit);
		Duration none = Duration.ZERO;
		Duration fixed = words.value("fixed", DurationParser::parse, none);
		Duration sliding = words.value("sliding", DurationParser::parse, none);
		Duration burst = words.value("burst", (value) -> burst(value, perSecond), Duration.ofSeconds(1));
		Shape shape = fixed.isPositive() ? Shape.FIXED : sliding.isPositive() ? Shape.SLIDING : Shape.BUCKET;
		Throttle throttle = new Throttle(perSecond, shape, (shape == Shape.BUCKET) ? burst : fixed.plus(sliding),
				words.has("per-customer"), words.has("refused-count"),
				words.<@Nullable Duration>value("retry-after", DurationParser::parse, null),
				words.has("as-date") ? Form.DATE
						: words.has("as-text") ? Form.TEXT : words.has("as-fraction") ? Form.FRACTION : Form.SECONDS,
				words.value("sporadic", ScenarioWords::share, 0.0), words.value("once", ScenarioWords::share, 0.0),
				words.value("sporadic-retry-after", DurationParser::parse, Duration.ofSeconds(1)),
				words.value("then", Throttle::changes, List.of()));
		words.end("a throttle");
		return throttle;
	}

	/** The limit so long after the start. */
	double perSecond(long nanos) {
		double now = this.perSecond;
		for (Change change : this.changes) {
			now = (change.after().toNanos() <= nanos) ? change.perSecond() : now;
		}
		return now;
	}

	/** A number of calls, or a time. */
	private static Duration burst(String value, double perSecond) {
		if (!value.matches("[\\d.]+")) {
			return DurationParser.parse(value);
		}
		double calls = Double.parseDouble(value);
		if (!(calls >= 1)) {
			throw new IllegalArgumentException("a burst is 1 call or more, or a time");
		}
		return Duration.ofNanos(Math.round(calls / perSecond * 1e9));
	}

	private static List<Change> changes(String value) {
		List<Change> changes = new ArrayList<>();
		for (String change : value.split(",")) {
			String[] parts = change.split("@");
			if (parts.length != 2) {
				throw new IllegalArgumentException("'" + change + "' is not LIMIT@TIME");
			}
			changes.add(new Change(DurationParser.parse(parts[1]), Double.parseDouble(parts[0])));
		}
		return changes;
	}

}
