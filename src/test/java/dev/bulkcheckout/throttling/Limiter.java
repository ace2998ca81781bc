package dev.bulkcheckout.throttling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How an API counts, and when it refuses. Times in seconds.
 */
interface Limiter {

	/** Says 0 to accept a call, or its Retry-After, whole seconds. */
	double ask(int customer, int cart, double now);

	/** Never refuses. */
	static Limiter none() {
		return (customer, cart, now) -> 0;
	}

	/** So many calls a second, and a burst of so many seconds' worth. */
	static Bucket bucket(double limit, double burst, boolean countsRefused) {
		return new Bucket(limit, burst, countsRefused);
	}

	/** So many calls in each window, which begins at a phase of it. */
	static Limiter fixed(double limit, double window, double phase) {
		return new Limiter() {
			private double current = Double.NaN;

			private int count;

			@Override
			public double ask(int customer, int cart, double now) {
				double index = Math.floor((now / window) + phase);
				if (index != this.current) {
					this.current = index;
					this.count = 0;
				}
				this.count++;
				return (this.count <= limit * window) ? 0 : wholeSeconds(((index + 1 - phase) * window) - now);
			}
		};
	}

	/** So many calls in the last seconds, whenever one looks. */
	static Limiter sliding(double limit, double window, boolean countsRefused) {
		return new Limiter() {
			private final Deque<Double> logged = new ArrayDeque<>();

			@Override
			public double ask(int customer, int cart, double now) {
				while (!this.logged.isEmpty() && this.logged.getFirst() <= now - window) {
					this.logged.removeFirst();
				}
				boolean accepted = this.logged.size() < limit * window;
				if (accepted || countsRefused) {
					this.logged.addLast(now);
				}
				if (accepted) {
					return 0;
				}
				int leaving = this.logged.size() - (int) Math.ceil(limit * window);
				return wholeSeconds(this.logged.stream().skip(leaving).findFirst().orElse(now) + window - now);
			}
		};
	}

	/** Each customer has a limiter of its own. */
	static Limiter perCustomer(Supplier<Limiter> each) {
		Map<Integer, Limiter> limiters = new HashMap<>();
		return (customer, cart, now) -> limiters.computeIfAbsent(customer, (any) -> each.get())
			.ask(customer, cart, now);
	}

	/** Refuses some calls for reasons of its own. */
	default Limiter sporadically(double share, double retryAfter, Random random) {
		return (customer, cart, now) -> (random.nextDouble() < share) ? retryAfter : ask(customer, cart, now);
	}

	/** Refuses each of the first carts once. */
	default Limiter eachOnce(int every, int carts, double retryAfter) {
		Set<Integer> seen = new HashSet<>();
		return (customer, cart, now) -> (cart % every == 0 && cart < every * carts && seen.add(cart)) ? retryAfter
				: ask(customer, cart, now);
	}

	/** Every refusal says the same. */
	default Limiter retryAfter(double seconds) {
		return (customer, cart, now) -> (ask(customer, cart, now) == 0) ? 0 : seconds;
	}

	private static double wholeSeconds(double seconds) {
		return Math.max(1, Math.ceil(seconds));
	}

	/** A token bucket whose rate can change. */
	final class Bucket implements Limiter {

		private final double burst;

		private final boolean countsRefused;

		private double limit;

		private double tokens;

		private double filledAt;

		private Bucket(double limit, double burst, boolean countsRefused) {
			this.limit = limit;
			this.burst = burst;
			this.countsRefused = countsRefused;
			this.tokens = most();
		}

		void limit(double callsPerSecond) {
			this.limit = callsPerSecond;
		}

		@Override
		public double ask(int customer, int cart, double now) {
			this.tokens = Math.min(most(), this.tokens + ((now - this.filledAt) * this.limit));
			this.filledAt = now;
			if (this.tokens >= 1) {
				this.tokens -= 1;
				return 0;
			}
			if (this.countsRefused) {
				this.tokens = Math.max(-most(), this.tokens - 1);
			}
			return wholeSeconds((1 - this.tokens) / this.limit);
		}

		private double most() {
			return Math.max(1, this.limit * this.burst);
		}

	}

}
