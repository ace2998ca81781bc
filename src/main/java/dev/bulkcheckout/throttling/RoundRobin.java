package dev.bulkcheckout.throttling;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.function.Predicate;

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

	/**
	 * The next call that still waits, taken out; null if there is none.
	 * @param mayGo whether a customer's turn may come now; who may not is passed over
	 */
	@Nullable WaitingCall next(Predicate<CustomerId> mayGo) {
		for (int i = this.turns.size(); i > 0; i--) {
			var turn = this.turns.pollFirstEntry();
			Queue<WaitingCall> calls = turn.getValue();
			while (!calls.isEmpty() && calls.element().state() != WaitingCall.State.WAITING) {
				calls.remove();
			}
			WaitingCall call = (!calls.isEmpty() && mayGo.test(turn.getKey())) ? calls.remove() : null;
			if (!calls.isEmpty()) {
				this.turns.putLast(turn.getKey(), calls);
			}
			if (call != null) {
				this.size--;
				return call;
			}
		}
		return null;
	}

	/** Who waits, in the order of their turns. */
	Collection<CustomerId> customers() {
		return this.turns.sequencedKeySet();
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
