package dev.bulkcheckout.cart;

import java.util.Arrays;

/**
 * What the program tells its scheduler; the words are those of the help and of the
 * README.
 */
public enum ExitCode {

	/** All is there. */
	OK(0, "every cart ordered, every expected subscription id there"),
	/** A defect, or results that nobody could read. */
	UNEXPECTED(1, "an unexpected error of ours, or an answer that could not be printed"),
	/** Nothing was attempted. */
	USAGE(2, "usage, settings or input: nothing was attempted"),
	/** All was asked, and something was left for a person. */
	NEEDS_PERSON(3, "finished; some carts or rows need a person"),
	/** All is ordered, and ids are missing. */
	LACKS_IDS(4, "finished, every cart ordered, but some subscription ids still missing"),
	/** A restart goes on. */
	RESTARTABLE(5, "stopped or failed before the end: 'restart' goes on"),
	/** Somebody else does it. */
	WORKED_ON(6, "another process is working on this very run");

	private final int code;

	private final String meaning;

	ExitCode(int code, String meaning) {
		this.code = code;
		this.meaning = meaning;
	}

	/**
	 * The number that a scheduler sees.
	 */
	public int code() {
		return this.code;
	}

	/**
	 * What it means, in words of an operator.
	 */
	public String meaning() {
		return this.meaning;
	}

	/**
	 * The one of that number.
	 * @throws IllegalArgumentException if there is none
	 */
	public static ExitCode of(int code) {
		return Arrays.stream(values())
			.filter((one) -> one.code == code)
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("there is no exit code " + code));
	}

}
