package dev.bulkcheckout.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import dev.bulkcheckout.simulator.SeenRequest.Ending;
import org.jspecify.annotations.Nullable;

/** The newest calls, as many as asked for. */
final class RequestLog {

	private final ReentrantLock lock = new ReentrantLock();

	private final int capacity;

	private final @Nullable SeenRequest[] ring;

	private long count;

	RequestLog(int capacity) {
		this.capacity = capacity;
		this.ring = new SeenRequest[capacity];
	}

	boolean isOff() {
		return this.capacity == 0;
	}

	long arrived(String method, String path, @Nullable String cartId, @Nullable String requestId,
			@Nullable String correlationId) {
		this.lock.lock();
		try {
			long number = ++this.count;
			this.ring[slot(number)] = new SeenRequest(number, method, path, cartId, requestId, correlationId,
					System.nanoTime(), 0, Ending.OPEN);
			return number;
		}
		finally {
			this.lock.unlock();
		}
	}

	void ended(long number, int status, Ending ending) {
		this.lock.lock();
		try {
			SeenRequest seen = this.ring[slot(number)];
			if (seen != null && seen.number() == number) {
				this.ring[slot(number)] = seen.ended(status, ending);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** What is kept, oldest first. */
	List<SeenRequest> all() {
		this.lock.lock();
		try {
			List<SeenRequest> all = new ArrayList<>();
			for (long number = Math.max(1, this.count - this.ring.length + 1); number <= this.count; number++) {
				SeenRequest seen = this.ring[slot(number)];
				if (seen != null && seen.number() == number) {
					all.add(seen);
				}
			}
			return all;
		}
		finally {
			this.lock.unlock();
		}
	}

	void clear() {
		this.lock.lock();
		try {
			Arrays.fill(this.ring, null);
		}
		finally {
			this.lock.unlock();
		}
	}

	private int slot(long number) {
		return (int) ((number - 1) % this.ring.length);
	}

}
