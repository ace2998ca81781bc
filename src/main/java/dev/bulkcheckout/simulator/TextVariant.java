package dev.bulkcheckout.simulator;

/** What names and descriptions look like; {@link Simulator#guide()} says what each is. */
public enum TextVariant {

	PLAIN, NUL, SURROGATES, HUGE, BIDI;

	private static final int MEBIBYTE = 1 << 20;

	/** A text in this manner. */
	String of(String text) {
		return switch (this) {
			case PLAIN -> text;
			case NUL -> "\0" + text + "\0";
			case SURROGATES -> "\uDE00" + text + "\uD83D";
			case HUGE -> text + " x".repeat(MEBIBYTE / 2);
			case BIDI -> "\u202E" + text + "\u2066\u200F";
		};
	}

}
