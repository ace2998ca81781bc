package dev.bulkcheckout.partnercenter;

import java.util.List;

/**
 * What came of reading a body as something.
 *
 * @param <T> what it was read as
 */
public sealed interface Reading<T> {

	/**
	 * It is that.
	 *
	 * @param <T> what it was read as
	 * @param value what was read
	 * @param notes oddities that a person should hear of; mostly empty
	 */
	record Of<T>(T value, List<String> notes) implements Reading<T> {

		/**
		 * Keeps a copy of the notes.
		 */
		public Of {
			notes = List.copyOf(notes);
		}
	}

	/**
	 * It is not.
	 *
	 * @param <T> what it was to be read as
	 * @param reason why, for the operator
	 */
	record Unreadable<T>(String reason) implements Reading<T> {
	}

}
