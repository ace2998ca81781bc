package dev.bulkcheckout.simulator;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Words of a scenario, each a name or {@code name=value}. What nobody has read when
 * {@link #end} is called was not understood.
 */
final class ScenarioWords {

	private final Map<String, String> unread = new LinkedHashMap<>();

	private ScenarioWords() {
	}

	/** The words of a text, which blanks separate. */
	static ScenarioWords of(String text) {
		ScenarioWords words = new ScenarioWords();
		for (String word : text.strip().split("\\s+")) {
			int equals = word.indexOf('=');
			words.unread.put((equals < 0) ? word : word.substring(0, equals + 1), word.substring(equals + 1));
		}
		return words;
	}

	/** The next word if it is without a value, else the empty text. */
	String first() {
		String first = this.unread.isEmpty() ? "=" : this.unread.keySet().iterator().next();
		return first.endsWith("=") ? "" : this.unread.remove(first);
	}

	/** Whether this word is there. */
	boolean has(String name) {
		return this.unread.remove(name) != null;
	}

	/** The value of a name, read so, or what holds without it. */
	<T extends @Nullable Object> T value(String name, Function<String, ? extends T> reader, T otherwise) {
		String value = this.unread.remove(name + "=");
		return (value != null) ? reader.apply(value) : otherwise;
	}

	/**
	 * Refuses what was not read.
	 * @param what of which it is not known
	 */
	void end(String what) {
		this.unread.forEach((name, value) -> {
			throw new IllegalArgumentException(
					"'" + (name.endsWith("=") ? name + value : name) + "' is not known of " + what);
		});
	}

	/** The constant that the value of a name names, or what holds without it. */
	<E extends Enum<E>> E constant(String name, E otherwise) {
		return value(name, (value) -> constant(otherwise.getDeclaringClass(), value), otherwise);
	}

	/** A share such as {@code 0.02} or {@code 2%}. */
	static double share(String text) {
		double share = text.endsWith("%") ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
				: Double.parseDouble(text);
		if (!(share >= 0 && share <= 1)) {
			throw new IllegalArgumentException("'" + text + "' is not a share such as 0.02 or 2%");
		}
		return share;
	}

	/** The constant that a word in lower case with hyphens names. */
	static <E extends Enum<E>> E constant(Class<E> type, String word) {
		try {
			return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'" + word + "' is not one of " + all(type), ex);
		}
	}

	/** The constant that a digit names: its place in the declaration. */
	@SuppressWarnings("EnumOrdinal") // the places are the documented digits
	static <E extends Enum<E>> E constant(Class<E> type, int digit) {
		return type.getEnumConstants()[digit];
	}

	/** The word that names a constant. */
	static String of(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static String all(Class<? extends Enum<?>> type) {
		StringBuilder words = new StringBuilder();
		for (Enum<?> constant : type.getEnumConstants()) {
			words.append(words.isEmpty() ? "" : ", ").append(of(constant));
		}
		return words.toString();
	}

}
