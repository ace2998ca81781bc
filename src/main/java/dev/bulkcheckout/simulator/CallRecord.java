package dev.bulkcheckout.simulator;

import dev.bulkcheckout.simulator.SeenRequest.Ending;

/**
 * Keeps the books on one call of the API. They are closed before the caller can see the
 * answer, so that whoever has it finds it in the books.
 */
final class CallRecord {

	private final CallCounters tally;

	private final RequestLog log;

	/** 0 if calls are not recorded. */
	private final long number;

	private boolean closed;

	private boolean lost;

	CallRecord(CallCounters tally, RequestLog log, long number) {
		this.tally = tally;
		this.log = log;
		this.number = number;
		tally.enter();
	}

	/** An answer is about to be sent. */
	void answering(int status) {
		close();
		end(status, Ending.ANSWERED);
	}

	/** There will be no whole answer. */
	void losing() {
		close();
		if (!this.lost) {
			this.lost = true;
			this.tally.lost.increment();
			end(0, Ending.LOST);
		}
	}

	private void close() {
		if (!this.closed) {
			this.closed = true;
			this.tally.leave();
		}
	}

	private void end(int status, Ending ending) {
		if (this.number > 0) {
			this.log.ended(this.number, status, ending);
		}
	}

}
