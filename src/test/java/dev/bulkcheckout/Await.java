package dev.bulkcheckout;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Waits for a state, never for a time: what does not come within minutes fails the test.
 */
public final class Await {

	private static final Duration MOST = Duration.ofMinutes(5);

	private Await() {
	}

	public static void until(Callable<Boolean> state) {
		until(state, () -> "");
	}

	/**
	 * Waits for the state.
	 * @param state is asked every 20 ms, in the thread that waits
	 * @param seen what is to be said when it does not come
	 */
	public static void until(Callable<Boolean> state, Supplier<?> seen) {
		try {
			Awaitility.await().pollInSameThread().pollInterval(Duration.ofMillis(20)).atMost(MOST).until(state);
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("waited too long: " + seen.get(), ex);
		}
	}

	/**
	 * Lets time pass, where nothing can be seen that would tell.
	 */
	public static void pause(Duration time) {
		try {
			Thread.sleep(time);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
