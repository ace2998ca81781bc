package dev.bulkcheckout.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest calls, as many as asked for. */
final class RequestLog {

	private final int capacity;

	private final Deque<CallRecord> newest = new ArrayDeque<>();

	private long count;

	RequestLog(int capacity) {
		this.capacity = capacity;
	}

	synchronized void arrived(CallRecord call) {
		if (this.capacity > 0) {
			call.number(++this.count);
			this.newest.add(call);
			if (this.newest.size() > this.capacity) {
				this.newest.remove();
			}
		}
	}

	/** What is kept, oldest first. */
	synchronized List<SeenRequest> all() {
		return this.newest.stream().map(CallRecord::seen).toList();
	}

	synchronized void clear() {
		this.newest.clear();
	}

}
