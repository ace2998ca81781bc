package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What speaks for the API being down, and what for its being up: judges, and waits for
 * nobody. To be used by one thread at a time; the flags may be read at any time.
 */
final class Evidence {

	private final OutageSettings settings;

	private final OutageListener listener;

	private final ApiBreaker breaker;

	private final DownTimes past = new DownTimes();

	/** Something failed since the last success: the only time when success matters. */
	private volatile boolean suspected;

	private volatile boolean down;

	private Episode episode;

	private String lastFailure = "";

	/** The few carts that failed so far are known to fail: they begin no new episode. */
	private boolean fewBlamed;

	Evidence(OutageSettings settings, InstantSource clock, OutageListener listener) {
		this.settings = settings;
		this.listener = listener;
		this.breaker = new ApiBreaker(settings, clock);
		this.episode = new Episode(settings, listener, Instant.MIN);
	}

	boolean isSuspected() {
		return this.suspected;
	}

	boolean isDown() {
		return this.down;
	}

	Instant since() {
		return this.episode.since();
	}

	/** One more answer while nothing is suspected; by any thread. */
	void usual() {
		this.breaker.succeeded();
	}

	/** An answer after failures: the API is up. */
	void acquit(Instant now) {
		this.suspected = false;
		this.fewBlamed = false;
		this.breaker.acquit();
		if (this.down) {
			this.down = false;
			if (this.episode.isProved()) {
				this.past.add(this.episode.since(), now);
			}
			this.episode.end(now);
		}
	}

	/**
	 * A failure.
	 * @return whether the API is down by it, and was not before
	 */
	boolean holdAgainst(Object who, boolean notSent, String what, Instant now) {
		this.lastFailure = what;
		if (!this.suspected || (this.fewBlamed && !this.breaker.isBlamed(who))) {
			this.suspected = true;
			this.fewBlamed = false;
			this.episode = new Episode(this.settings, this.listener, now);
		}
		if (this.down) {
			this.breaker.blame(who);
			return false;
		}
		this.down = this.breaker.opensWith(who, notSent, what);
		if (this.down) {
			this.episode.begin(now, what);
		}
		return this.down;
	}

	boolean tryProbe() {
		return this.breaker.tryProbe();
	}

	/** A probe failed: it is no false alarm. */
	void probeFailed() {
		this.episode.prove();
		this.breaker.probeFailed(this.lastFailure);
	}

	/** A probe was not heard of in time: another may go out at once. */
	void probeLost() {
		this.episode.prove();
		this.breaker.probeLost();
	}

	/** Time for another word to the operator, perhaps. */
	void goOn(Instant now) {
		this.episode.goOn(now, this.lastFailure);
	}

	/** Whether so few have failed that it may be their own fault. */
	boolean isOfFew() {
		return this.breaker.blamed() < this.settings.few();
	}

	/**
	 * Ends an outage that only few have met for too long: it is their fault, and their
	 * failures are no evidence any more until somebody succeeds.
	 * @return whether it was one
	 */
	boolean blamedFew(Instant now) {
		if (!isOfFew() || now.isBefore(this.episode.blamesFewAt())) {
			return false;
		}
		this.down = false;
		this.fewBlamed = true;
		this.breaker.close();
		this.episode.blame(this.breaker.blamed(), now);
		return true;
	}

	boolean exceedsPatience(Instant now) {
		return !now.isBefore(this.episode.givesUpAt());
	}

	OutOfPatienceException outOfPatience() {
		return new OutOfPatienceException(this.episode.since(), this.settings.patience(), this.lastFailure);
	}

	/** How long nothing happens here, at most until the given time. */
	Duration quietUntil(Instant latest, Instant now) {
		Instant next = earlier(earlier(latest, this.episode.nextWordAt()), this.episode.givesUpAt());
		if (isOfFew()) {
			next = earlier(next, this.episode.blamesFewAt());
		}
		return Duration.between(now, next);
	}

	private static Instant earlier(Instant one, Instant other) {
		return other.isBefore(one) ? other : one;
	}

	/** Whether a call that was under way in that time met an outage. */
	boolean meets(Instant from, Instant to) {
		return (this.down && !to.isBefore(this.episode.since())) || this.past.meet(from, to);
	}

	/** The same, but of an outage that still lasts only if a probe has failed in it. */
	boolean surelyMeets(Instant from, Instant to) {
		return meets(from, to) && (this.episode.isProved() || this.past.meet(from, to));
	}

}
