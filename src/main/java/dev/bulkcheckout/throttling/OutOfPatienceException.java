package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * The API has been down for longer than the run is willing to wait. The run can be
 * restarted.
 */
public class OutOfPatienceException extends Exception {

	private static final long serialVersionUID = 1L;

	OutOfPatienceException(Instant since, Duration patience, String what) {
		super("The API has been down since %s, for longer than %s. Last failure: %s. What was not asked is kept: restart the run when the API is back."
			.formatted(since, inWords(patience), what));
	}

	private static String inWords(Duration duration) {
		return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
	}

}
