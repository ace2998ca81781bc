package dev.bulkcheckout.throttling;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Queue;
import java.util.SequencedMap;

import dev.bulkcheckout.cart.CustomerId;
import org.jspecify.annotations.Nullable;

/**
 * Waiting calls, taken one customer after the other, and first come first served among
 * those of one customer. Not safe for use by many threads.
 */
final class RoundRobin {

	private final SequencedMap<CustomerId, Queue<WaitingCall>> turns = new LinkedHashMap<>();

	private int size;

	void add(CustomerId customer, WaitingCall call) {
		this.turns.computeIfAbsent(customer, any -> new ArrayDeque<>()).add(call);
		this.size++;
	}

	/** The next call that still waits, taken out; null if there is none. */
	@Nullable WaitingCall next() {
		while (true) {
			var turn = this.turns.pollFirstEntry();
			if (turn == null) {
				return null;
			}
			WaitingCall call = turn.getValue().remove();
			if (!turn.getValue().isEmpty()) {
				this.turns.putLast(turn.getKey(), turn.getValue());
			}
			if (call.state() == WaitingCall.State.WAITING) {
				this.size--;
				return call;
			}
		}
	}

	/** Says that a call has given up; it stays in its place and is passed over. */
	void leave(WaitingCall call) {
		call.decide(WaitingCall.State.GONE);
		this.size--;
	}

	int size() {
		return this.size;
	}

}
