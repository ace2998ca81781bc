package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Those who wait while the API is down. Only the first of them looks at the clock. To be
 * used under its lock.
 */
final class WaitingLine {

	private final ReentrantLock lock;

	/** Who stands where, and whether ahead of others because it tells more. */
	private final SequencedMap<Condition, Boolean> places = new LinkedHashMap<>();

	WaitingLine(ReentrantLock lock) {
		this.lock = lock;
	}

	Condition join(boolean ahead) {
		Condition place = this.lock.newCondition();
		if (ahead) {
			this.places.putFirst(place, true);
		}
		else {
			this.places.putLast(place, false);
		}
		return place;
	}

	/**
	 * Waits to be woken, perhaps for nothing; the first one not longer than until the
	 * next look.
	 */
	@SuppressWarnings("WaitNotInLoop") // the loop is the caller's
	void await(Condition place, Duration untilNextLook) throws InterruptedException {
		if (isFirst(place)) {
			place.awaitNanos(untilNextLook.toNanos());
		}
		else {
			place.await();
		}
	}

	boolean isFirst(Condition place) {
		return this.places.firstEntry().getKey() == place;
	}

	boolean hasSomebodyAhead() {
		return this.places.containsValue(true);
	}

	void leave(Condition place) {
		this.places.remove(place);
		wakeFirst();
	}

	void wakeFirst() {
		if (!this.places.isEmpty()) {
			this.places.firstEntry().getKey().signal();
		}
	}

	void wakeAll() {
		this.places.keySet().forEach(Condition::signal);
	}

	int size() {
		return this.places.size();
	}

}
