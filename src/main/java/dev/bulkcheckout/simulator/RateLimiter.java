package dev.bulkcheckout.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * Admits and refuses calls as a {@link Throttle} says. The time comes from outside, so
 * that a simulation may drive it. Safe for several threads.
 */
public final class RateLimiter {

	private final Throttle throttle;

	private final long start;

	private final RandomGenerator random;

	private final Map<String, RateLimit> limits = new HashMap<>();

	private final Set<String> seenCarts = new HashSet<>();

	/**
	 * Makes one that has admitted nothing so far.
	 * @param start nanoseconds, on any clock that does not go back
	 * @param random for sporadic refusals and the phase of fixed windows
	 */
	public RateLimiter(Throttle throttle, long start, RandomGenerator random) {
		this.throttle = throttle;
		this.start = start;
		this.random = random;
	}

	/**
	 * Admits a call or refuses it.
	 * @param customer whose it is
	 * @param cart whose it is; the empty text for none
	 * @param now nanoseconds, on the clock of the start
	 * @return null if it is admitted, else what the refusal says: the time until a call
	 * would be, rounded up to whole seconds where it is not said as a fraction
	 */
	public synchronized @Nullable Duration refuse(String customer, String cart, long now) {
		if (this.random.nextDouble() < this.throttle.sporadic() || isFirstOfRefused(cart)) {
			return this.throttle.sporadicRetryAfter();
		}
		double perSecond = this.throttle.perSecond(now - this.start);
		if (perSecond == Double.POSITIVE_INFINITY) {
			return null;
		}
		long nanos = this.limits
			.computeIfAbsent(this.throttle.perCustomer() ? customer : "",
					(unused) -> RateLimit.of(this.throttle, now, this.random.nextDouble()))
			.take(perSecond, now);
		if (nanos == RateLimit.ADMITTED) {
			return null;
		}
		Duration told = this.throttle.retryAfter();
		if (told != null) {
			return told;
		}
		return (this.throttle.form() == Throttle.Form.FRACTION) ? Duration.ofMillis(Math.ceilDiv(nanos, 1_000_000))
				: Duration.ofSeconds(Math.ceilDiv(nanos, 1_000_000_000));
	}

	/** How refusals say what they say. */
	Throttle.Form form() {
		return this.throttle.form();
	}

	private boolean isFirstOfRefused(String cart) {
		return this.throttle.once() > 0 && !cart.isEmpty()
				&& StableRandom.fraction(cart.hashCode()) < this.throttle.once() && this.seenCarts.add(cart);
	}

}
