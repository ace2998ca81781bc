package dev.bulkcheckout.run;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.RunId;

/**
 * What makes a run this run and no other, as text: launched again with the same key it
 * goes on, or is found complete.
 */
public final class RunKey {

	private static final char REPETITION = '#';

	/** A file that was rehearsed is not a file that was bought. */
	private static final String REHEARSAL = "rehearsal:";

	private RunKey() {
	}

	/**
	 * The key of the first run of an input.
	 * @param sha256 of its bytes, hex
	 * @param date part of the identity; null for none
	 * @param rehearsal whether the simulator is asked
	 */
	public static String ofInput(String sha256, @Nullable LocalDate date, boolean rehearsal) {
		String input = (date != null) ? sha256 + "@" + date : sha256;
		return rehearsal ? REHEARSAL + input : input;
	}

	/**
	 * The key of a rerun.
	 * @param mark what makes it this one and no other
	 */
	public static String ofRerun(RunId former, String mark) {
		return "rerun-of-" + former.value() + "-" + mark;
	}

	/**
	 * The key of the next run of the same input.
	 * @param newest the key of the newest such run
	 */
	static String again(String newest) {
		int mark = newest.indexOf(REPETITION);
		int repetition = (mark < 0) ? 1 : Integer.parseInt(newest.substring(mark + 1));
		String input = (mark < 0) ? newest : newest.substring(0, mark);
		return input + REPETITION + (repetition + 1);
	}

}
