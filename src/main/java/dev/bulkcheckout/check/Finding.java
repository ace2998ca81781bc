package dev.bulkcheckout.check;

/**
 * What a look at one thing that a run needs has shown.
 *
 * @param kind whether it is right
 * @param subject the thing, in a word
 * @param text what was seen and, if it is not right, what to do; never a secret
 */
public record Finding(Kind kind, String subject, String text) {

	/**
	 * Whether a thing is right.
	 */
	public enum Kind {

		/** A run can rely on it. */
		RIGHT("ok"),
		/** A run works, but not for ever or not always. */
		WARNING("warning"),
		/** A run would fail. */
		WRONG("WRONG"),
		/** Not looked at, because of another that is wrong. */
		SKIPPED("skipped");

		private final String word;

		Kind(String word) {
			this.word = word;
		}

		@Override
		public String toString() {
			return this.word;
		}

	}

}
