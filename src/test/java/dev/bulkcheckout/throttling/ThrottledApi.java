package dev.bulkcheckout.throttling;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A whole night in an instant: callers that always have more to send, the rate control,
 * and an API that throttles, on one virtual clock. The same seed gives the same night.
 */
final class ThrottledApi {

	private static final double NANOS = 1e9;

	private final Throttle throttle;

	private final int concurrency;

	private final double fastest;

	private final double slowest;

	private final Random random = new Random(42);

	private final RateControl control;

	private final PriorityQueue<Event> events = new PriorityQueue<>(
			Comparator.comparingLong(Event::at).thenComparingLong(Event::number));

	private long now;

	private long number;

	private int inFlight;

	private long accepted;

	private long refused;

	ThrottledApi(Throttle throttle, int concurrency, double fastest, double slowest) {
		this(throttle, concurrency, fastest, slowest, Double.POSITIVE_INFINITY);
	}

	ThrottledApi(Throttle throttle, int concurrency, double fastest, double slowest, double highestRate) {
		this.throttle = throttle;
		this.concurrency = concurrency;
		this.fastest = fastest;
		this.slowest = slowest;
		this.control = new RateControl(highestRate, 0);
	}

	/** Lets so many more seconds pass and tells what they brought. */
	Carried run(double seconds) {
		long acceptedBefore = this.accepted;
		long refusedBefore = this.refused;
		long end = this.now + (long) (seconds * NANOS);
		while (true) {
			long next = Math.min(send(), this.events.isEmpty() ? Long.MAX_VALUE : this.events.peek().at());
			if (next >= end) {
				this.now = end;
				return new Carried(seconds, this.accepted - acceptedBefore, this.refused - refusedBefore);
			}
			this.now = next;
			while (!this.events.isEmpty() && this.events.peek().at() <= this.now) {
				happen(this.events.remove());
			}
		}
	}

	double rate() {
		return this.control.rate();
	}

	private long send() {
		while (this.inFlight < this.concurrency) {
			long next = this.control.nextAt(this.now);
			if (next > this.now) {
				return next;
			}
			this.control.sent(this.now);
			this.inFlight++;
			double latency = this.fastest + ((this.slowest - this.fastest) * this.random.nextDouble());
			long half = (long) (latency * NANOS / 2);
			this.events.add(new Event(this.now + half, this.number++, false, this.now, half));
		}
		return Long.MAX_VALUE;
	}

	private void happen(Event event) {
		if (!event.answer()) {
			long wait = this.throttle.ask(event.at());
			if (wait == 0) {
				this.accepted++;
			}
			else {
				this.refused++;
			}
			// an answer's last field is its Retry-After
			this.events.add(new Event(event.at() + event.rest(), this.number++, true, event.sentAt(), wait));
			return;
		}
		this.inFlight--;
		if (event.rest() == 0) {
			this.control.accepted(event.sentAt());
		}
		else {
			this.control.refused(event.at(), event.sentAt(), event.rest());
		}
	}

	/** Says 0 to accept a call, or the nanoseconds of its Retry-After, whole seconds. */
	interface Throttle {

		long ask(long now);

		/** So many calls a second and a burst of so many seconds' worth. */
		static TokenBucket bucket(double rate, double burstSeconds) {
			return new TokenBucket(rate, burstSeconds);
		}

		/** So many calls per window, counted from zero when it begins. */
		static Throttle window(int calls, int seconds, int startedSecondsAgo) {
			return new Throttle() {
				private long window = -1;

				private int asked;

				@Override
				public long ask(long now) {
					long length = seconds * 1_000_000_000L;
					long time = now + (startedSecondsAgo * 1_000_000_000L);
					if (time / length != this.window) {
						this.window = time / length;
						this.asked = 0;
					}
					this.asked++;
					return (this.asked <= calls) ? 0 : wholeSeconds(length - (time % length));
				}
			};
		}

		private static long wholeSeconds(long nanos) {
			return Math.max(1, Math.ceilDiv(nanos, 1_000_000_000L)) * 1_000_000_000L;
		}

	}

	/** A token bucket whose rate can be changed while it is used. */
	static final class TokenBucket implements Throttle {

		private final double burstSeconds;

		private double rate;

		private double tokens;

		private long filledAt;

		TokenBucket(double rate, double burstSeconds) {
			this.rate = rate;
			this.burstSeconds = burstSeconds;
			this.tokens = most();
		}

		void rate(double callsPerSecond) {
			this.rate = callsPerSecond;
		}

		@Override
		public long ask(long now) {
			this.tokens = Math.min(most(), this.tokens + ((now - this.filledAt) / NANOS * this.rate));
			this.filledAt = now;
			if (this.tokens >= 1) {
				this.tokens -= 1;
				return 0;
			}
			return Throttle.wholeSeconds((long) ((1 - this.tokens) / this.rate * NANOS));
		}

		private double most() {
			return Math.max(1, this.rate * this.burstSeconds);
		}

	}

	private record Event(long at, long number, boolean answer, long sentAt, long rest) {
	}

	/** What a stretch of time brought. */
	record Carried(double seconds, long accepted, long refused) {

		double perSecond() {
			return this.accepted / this.seconds;
		}

		double shareRefused() {
			return (double) this.refused / (this.accepted + this.refused);
		}

	}

}
