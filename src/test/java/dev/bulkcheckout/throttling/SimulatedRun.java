package dev.bulkcheckout.throttling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SequencedMap;

import org.jspecify.annotations.Nullable;

/**
 * A whole night in an instant: callers that have more to send, what decides when, and an
 * API that throttles, on one virtual clock. The same seed gives the same night. A call
 * arrives half its latency after it was sent and is answered the other half later.
 */
final class SimulatedRun {

	static final double NANOS = 1e9;

	private static final double SIGMA = 0.4;

	private static final long QUICK = 2_000_000;

	private final Limiter limiter;

	private final int concurrency;

	private final double latency;

	private final boolean noisy;

	private final Random random;

	/** A gateway refuses sooner than the API answers. */
	private final boolean quickRefusals;

	private final Pacing pacing;

	private final PriorityQueue<Event> events = new PriorityQueue<>(
			Comparator.comparingLong(Event::at).thenComparingLong(Event::number));

	/** Carts by customer, in turns; null if there is always another one. */
	private final @Nullable SequencedMap<Integer, Deque<Integer>> carts;

	private final Deque<Integer> again = new ArrayDeque<>();

	private final Map<Integer, Double> doneAt = new LinkedHashMap<>();

	private final List<Sample> rates = new ArrayList<>();

	private long now;

	private long number;

	private int nextCart;

	private int inFlight;

	private long accepted;

	private long refused;

	/**
	 * Callers that always have more to send, each for a customer of its own.
	 * @param noisy whether latencies differ, so that the order of arrival is unknown
	 */
	SimulatedRun(Limiter limiter, int concurrency, double latency, boolean noisy, long seed) {
		this(limiter, concurrency, latency, noisy, seed, null);
	}

	SimulatedRun(Limiter limiter, int concurrency, double latency, boolean noisy, long seed,
			@Nullable SequencedMap<Integer, Deque<Integer>> carts) {
		this.limiter = limiter;
		this.concurrency = concurrency;
		this.latency = latency;
		this.noisy = noisy;
		this.random = new Random(seed);
		this.quickRefusals = seed % 2 == 1;
		this.carts = carts;
		this.pacing = new Pacing(Double.POSITIVE_INFINITY, 0);
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

	/** When the last of a customer's carts was accepted, by customer. */
	Map<Integer, Double> doneAt() {
		return this.doneAt;
	}

	double rate() {
		return this.pacing.rate();
	}

	Pacing pacing() {
		return this.pacing;
	}

	/** The rate at each call that was sent. */
	List<Sample> rates() {
		return this.rates;
	}

	private long send() {
		long next = Long.MAX_VALUE;
		while (this.inFlight < this.concurrency) {
			next = this.pacing.nextAt(this.now);
			if (next > this.now) {
				return next;
			}
			Call call = nextCall();
			if (call == null) {
				return nextHeld();
			}
			this.pacing.sent(call.customer(), this.now);
			this.inFlight++;
			this.rates.add(new Sample(this.now / NANOS, this.pacing.rate()));
			this.events.add(new Event(this.now + half(), this.number++, Kind.ARRIVES, call, this.now, 0));
		}
		return Long.MAX_VALUE;
	}

	private long half() {
		double half = this.latency / 2 * (this.noisy ? Math.exp(SIGMA * this.random.nextGaussian()) : 1);
		return (long) (half * NANOS);
	}

	private @Nullable Call nextCall() {
		if (this.carts == null) {
			int cart = this.again.isEmpty() ? this.nextCart++ : this.again.remove();
			return new Call(cart, cart);
		}
		for (int i = this.carts.size(); i > 0; i--) {
			Map.Entry<Integer, Deque<Integer>> turn = this.carts.pollFirstEntry();
			this.carts.putLast(turn.getKey(), turn.getValue());
			if (!turn.getValue().isEmpty() && this.pacing.nextAt(turn.getKey(), this.now) <= this.now) {
				return new Call(turn.getKey(), turn.getValue().remove());
			}
		}
		return null;
	}

	private long nextHeld() {
		return (this.carts == null) ? Long.MAX_VALUE
				: this.carts.entrySet()
					.stream()
					.filter((turn) -> !turn.getValue().isEmpty())
					.mapToLong((turn) -> this.pacing.nextAt(turn.getKey(), this.now))
					.min()
					.orElse(Long.MAX_VALUE);
	}

	private void happen(Event event) {
		Call call = event.call();
		switch (event.kind()) {
			case ARRIVES -> {
				double wait = this.limiter.ask(call.customer(), call.cart(), event.at() / NANOS);
				if (wait == 0) {
					this.accepted++;
				}
				else {
					this.refused++;
				}
				long back = (wait > 0 && this.quickRefusals) ? QUICK : half();
				this.events.add(new Event(event.at() + back, this.number++, Kind.ANSWERED, call, event.sentAt(),
						(long) (wait * NANOS)));
			}
			case ANSWERED -> {
				this.inFlight--;
				if (event.retryAfter() == 0) {
					this.pacing.accepted(call.customer(), event.sentAt(), event.at());
					this.doneAt.put(call.customer(), event.at() / NANOS);
				}
				else {
					this.pacing.refused(call.customer(), event.sentAt(), event.at(), event.retryAfter());
					this.events.add(new Event(event.at() + event.retryAfter(), this.number++, Kind.AGAIN, call, 0, 0));
				}
			}
			case AGAIN -> {
				if (this.carts == null) {
					this.again.add(call.cart());
				}
				else {
					Objects.requireNonNull(this.carts.get(call.customer())).addFirst(call.cart());
				}
			}
		}
	}

	private enum Kind {

		ARRIVES, ANSWERED, AGAIN

	}

	private record Call(int customer, int cart) {
	}

	private record Event(long at, long number, Kind kind, Call call, long sentAt, long retryAfter) {
	}

	/** Calls a second at a time in seconds. */
	record Sample(double at, double rate) {
	}

	/** What a stretch of time brought. */
	record Carried(double seconds, long accepted, long refused) {

		double perSecond() {
			return this.accepted / this.seconds;
		}

		double shareRefused() {
			return (double) this.refused / Math.max(1, this.accepted + this.refused);
		}

	}

}
