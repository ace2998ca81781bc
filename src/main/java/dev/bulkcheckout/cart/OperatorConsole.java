package dev.bulkcheckout.cart;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Talks to the operator while a run is at work.
 */
@FunctionalInterface
public interface OperatorConsole {

	/**
	 * Says one sentence.
	 */
	void say(String sentence);

	/**
	 * A moment as the clock on the operator's wall shows it, to the second.
	 */
	static LocalTime time(Instant instant) {
		return instant.atZone(ZoneId.systemDefault()).toLocalTime().truncatedTo(ChronoUnit.SECONDS);
	}

	/**
	 * Talks here of one of several things that go on at once.
	 * @param what each line begins with
	 */
	default OperatorConsole of(String what) {
		return (sentence) -> sentence.lines().forEach((line) -> say(what + ": " + line));
	}

}
