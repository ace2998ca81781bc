package dev.bulkcheckout.simulator;

import dev.bulkcheckout.simulator.SeenRequest.Ending;

/**
 * Keeps the books on one call of the API. They are closed before the caller can see the
 * answer, so that whoever has it finds it in the books.
 */
final class CallRecord {

	private final CallCounters counters;

	private volatile SeenRequest seen;

	private boolean closed;

	CallRecord(CallCounters counters, SeenRequest arrived) {
		this.counters = counters;
		this.seen = arrived;
		counters.enter();
	}

	void number(long number) {
		this.seen = this.seen.numbered(number);
	}

	/** The call as it is known by now. */
	SeenRequest seen() {
		return this.seen;
	}

	/** An answer is about to be sent. */
	void answering(int status) {
		close();
		this.seen = this.seen.ended(status, Ending.ANSWERED);
	}

	/** There will be no whole answer. */
	void losing() {
		close();
		if (this.seen.ending() != Ending.LOST) {
			this.counters.lost.increment();
			this.seen = this.seen.ended(0, Ending.LOST);
		}
	}

	private void close() {
		if (!this.closed) {
			this.closed = true;
			this.counters.leave();
		}
	}

}
