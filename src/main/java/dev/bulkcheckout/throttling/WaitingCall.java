package dev.bulkcheckout.throttling;

import java.util.concurrent.locks.LockSupport;

import dev.bulkcheckout.cart.CustomerId;

/**
 * One thread that waits to be let through.
 */
final class WaitingCall {

	private final CustomerId customer;

	private final Thread thread = Thread.currentThread();

	private volatile State state = State.WAITING;

	private long sentAt;

	WaitingCall(CustomerId customer) {
		this.customer = customer;
	}

	CustomerId customer() {
		return this.customer;
	}

	State state() {
		return this.state;
	}

	long sentAt() {
		return this.sentAt;
	}

	void grant(long now) {
		this.sentAt = now;
		decide(State.GRANTED);
	}

	void decide(State decided) {
		this.state = decided;
		LockSupport.unpark(this.thread);
	}

	/** How the wait stands or ended. */
	enum State {

		WAITING, GRANTED, STOPPED, GONE

	}

}
