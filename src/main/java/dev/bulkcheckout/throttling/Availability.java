package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;

/**
 * Whether the API can be asked: one outage for all of it, and one for checkouts alone,
 * which can be down while everything else answers. A checkout that is answered acquits
 * both; one that fails is held against checkouts only, so that reads go on. A call that
 * never left says nothing of what it asked for, and is held against the API.
 */
public final class Availability implements AutoCloseable {

	private final Outage api;

	private final Outage checkouts;

	/**
	 * Joins the two.
	 * @param api everything
	 * @param checkouts checkouts alone; to be told a few carts from an outage, its
	 * settings are {@link OutageSettings#ofCheckouts}
	 */
	public Availability(Outage api, Outage checkouts) {
		this.api = api;
		this.checkouts = checkouts;
	}

	/**
	 * Waits while such calls are not answered, unless this thread may go out as a probe.
	 * @param fresh whether it asks for what has not failed yet
	 * @return how long it waited
	 * @throws OutOfPatienceException if the outage lasts too long
	 * @throws CancellationException if this is or becomes closed while waiting
	 */
	public Duration awaitUp(CallKind kind, boolean fresh) throws InterruptedException, OutOfPatienceException {
		Duration waited = this.api.awaitUp(fresh);
		return mustWaitForCheckouts(kind) ? waited.plus(this.checkouts.awaitUp(fresh)) : waited;
	}

	/**
	 * Whoever goes out to see whether the API is back waits for nobody who goes out for
	 * checkouts, as that one may be waiting for the API.
	 */
	private boolean mustWaitForCheckouts(CallKind kind) {
		return kind == CallKind.CHECKOUT && !this.api.isProbe();
	}

	/**
	 * Whether this thread may send now; to be asked again after waiting for anything
	 * else.
	 */
	public boolean maySend(CallKind kind) {
		return this.api.maySend() && (!mustWaitForCheckouts(kind) || this.checkouts.maySend());
	}

	/**
	 * A readable answer came, be it a refusal or 429.
	 */
	public void succeeded(CallKind kind) {
		this.api.succeeded();
		if (kind == CallKind.CHECKOUT) {
			this.checkouts.succeeded();
		}
	}

	/**
	 * No readable answer came.
	 * @param who the cart or order that was asked about
	 * @param notSent whether the call never reached the API
	 * @param what the failure in words for the operator, without secrets
	 */
	public void failed(CallKind kind, Object who, boolean notSent, String what) {
		boolean againstApi = kind == CallKind.READ || notSent;
		if (againstApi || this.api.isProbe()) {
			this.api.failed(who, notSent, what);
		}
		if (!againstApi || this.checkouts.isProbe()) {
			this.checkouts.failed(who, false, what);
		}
	}

	/**
	 * Whether such a call that was under way in that time met an outage. Of checkouts
	 * that fail at present that can be said only once a probe has failed, too: it may
	 * have to be asked again later.
	 * @param from when it was sent
	 * @param to when it failed
	 */
	public boolean wasDownBetween(CallKind kind, Instant from, Instant to) {
		return this.api.wasDownBetween(from, to)
				|| (kind == CallKind.CHECKOUT && this.checkouts.wasSurelyDownBetween(from, to));
	}

	/**
	 * Whether such calls are not answered at present.
	 */
	public boolean isDown(CallKind kind) {
		return this.api.downSince().isPresent()
				|| (kind == CallKind.CHECKOUT && this.checkouts.downSince().isPresent());
	}

	/**
	 * Whether a checkout of a cart that did not fail yet would tell more than all those
	 * that wait; true once in a while.
	 */
	public boolean wantsAnotherCart() {
		return this.checkouts.wantsAnother();
	}

	@Override
	public void close() {
		this.api.close();
		this.checkouts.close();
	}

}
