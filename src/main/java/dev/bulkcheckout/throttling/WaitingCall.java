package dev.bulkcheckout.throttling;

import java.util.concurrent.locks.LockSupport;

/**
 * One thread that waits to be let through.
 */
final class WaitingCall {

	private final Thread thread = Thread.currentThread();

	private volatile State state = State.WAITING;

	private long sentAt;

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
