package dev.bulkcheckout.throttling;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;

/**
 * Whether the API can be asked: one gate for all of it, and one for checkouts alone,
 * which can be down while everything else answers. A checkout that is answered opens
 * both; one that fails is held against checkouts only, so that reads go on. A call that
 * never left says nothing of what it asked for, and is held against the API.
 */
public final class Availability {

	private final OutageGate api;

	private final OutageGate checkouts;

	/**
	 * Takes the API to be up.
	 * @param settings for the whole API; for checkouts a few carts that fail are told
	 * from an outage
	 * @param stop ends all waiting
	 * @param ofApi hears of outages of the whole API
	 * @param ofCheckouts hears of outages of checkouts alone
	 */
	public Availability(OutageSettings settings, InstantSource clock, StopSignal stop, OutageListener ofApi,
			OutageListener ofCheckouts) {
		this.api = new OutageGate(settings, clock, stop, ofApi);
		this.checkouts = new OutageGate(settings.ofCheckouts(), clock, stop, ofCheckouts);
	}

	/**
	 * Waits while such calls are not answered, unless the caller may go out as a probe.
	 * @param fresh whether it asks for what has not failed yet
	 * @return whether the caller is a probe, and may send though the API is down
	 * @throws OutOfPatienceException if the outage lasts too long
	 * @throws CancellationException if the run stops first
	 */
	boolean awaitUp(CallKind kind, boolean fresh) throws InterruptedException, OutOfPatienceException {
		// in this order: who is to see after checkouts may have to wait for the API, and
		// never the other way round
		boolean probe = kind == CallKind.CHECKOUT && this.checkouts.awaitUp(fresh);
		return this.api.awaitUp(fresh) || probe;
	}

	/**
	 * Whether such calls are not answered at present.
	 */
	boolean isDown(CallKind kind) {
		return this.api.isDown() || (kind == CallKind.CHECKOUT && this.checkouts.isDown());
	}

	/**
	 * A readable answer came, be it a refusal or 429.
	 */
	void answered(CallKind kind) {
		this.api.answered();
		if (kind == CallKind.CHECKOUT) {
			this.checkouts.answered();
		}
	}

	/**
	 * No readable answer came.
	 * @param who the cart or order that was asked about
	 * @param notSent whether the call never reached the API
	 * @param probe whether it went out though the API was down
	 * @param what the failure in words for the operator, without secrets
	 */
	void unanswered(CallKind kind, Object who, boolean notSent, boolean probe, String what) {
		boolean againstApi = kind == CallKind.READ || notSent;
		if (againstApi || (probe && this.api.isDown())) {
			this.api.unanswered(who, notSent, probe, what);
		}
		if (!againstApi || (probe && kind == CallKind.CHECKOUT && this.checkouts.isDown())) {
			this.checkouts.unanswered(who, notSent, probe, what);
		}
	}

	/**
	 * Whether such a call that was under way in that time met an outage. Of one that
	 * lasts that can be said only once a probe has failed: it may have to be asked again
	 * later.
	 * @param sentAt when it was sent
	 * @param failedAt when it failed
	 */
	boolean wasDownBetween(CallKind kind, Instant sentAt, Instant failedAt) {
		return this.api.wasDownBetween(sentAt, failedAt)
				|| (kind == CallKind.CHECKOUT && this.checkouts.wasDownBetween(sentAt, failedAt));
	}

}
