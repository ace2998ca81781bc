package dev.bulkcheckout.simulator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Waits that end when the simulator does. */
final class Pauses {

	private final CountDownLatch ended = new CountDownLatch(1);

	private final Duration hang;

	Pauses(Duration hang) {
		this.hang = hang;
	}

	/** Waits as long as such a call takes. */
	void pause(Latency latency) throws InterruptedException {
		pauseNanos(sample(latency));
	}

	/** Nanoseconds that such a call takes this time. */
	long sample(Latency latency) {
		return latency.isNone() ? 0 : latency.nanos(ThreadLocalRandom.current().nextGaussian());
	}

	void pauseNanos(long nanos) throws InterruptedException {
		if (nanos > 0 && this.ended.await(nanos, TimeUnit.NANOSECONDS)) {
			throw RawConnection.current().close();
		}
	}

	/** Waits as long as a call without an answer does. */
	void hang() throws InterruptedException {
		pauseNanos(this.hang.toNanos());
	}

	void end() {
		this.ended.countDown();
	}

}
