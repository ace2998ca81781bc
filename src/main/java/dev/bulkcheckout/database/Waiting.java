package dev.bulkcheckout.database;

import java.io.InterruptedIOException;

/**
 * Waits a moment for another process.
 */
final class Waiting {

	private Waiting() {
	}

	static void tenthOfASecond() throws InterruptedIOException {
		millis(100);
	}

	static void seconds(int seconds) throws InterruptedIOException {
		millis(seconds * 1000L);
	}

	private static void millis(long millis) throws InterruptedIOException {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted while waiting for the embedded PostgreSQL");
		}
	}

}
