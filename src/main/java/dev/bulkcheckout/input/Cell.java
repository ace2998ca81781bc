package dev.bulkcheckout.input;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a cell of the input says, as people mean it.
 */
final class Cell {

	private static final int SHOWN = 60;

	private static final int NAMES_SHOWN = 10;

	private Cell() {
	}

	/**
	 * Takes blanks off both ends, with those that {@link String#strip} leaves, like the
	 * no-break space that comes along with a copied cell.
	 */
	static String trim(String cell) {
		int start = 0;
		int end = cell.length();
		while (start < end && isBlank(cell.charAt(start))) {
			start++;
		}
		while (start < end && isBlank(cell.charAt(end - 1))) {
			end--;
		}
		return cell.substring(start, end);
	}

	/**
	 * A column's name without what may differ: case, hyphens, underscores, blanks.
	 */
	static String name(String cell) {
		return trim(cell).toLowerCase(Locale.ROOT).replaceAll("[-_\\s]", "");
	}

	/**
	 * The cell within quotes, shortened, for a message.
	 */
	static String shown(String cell) {
		return '"' + VisibleText.of(trim(cell), SHOWN) + '"';
	}

	/**
	 * The first cells of a row for a message.
	 */
	static String shown(List<String> cells) {
		String first = cells.stream().limit(NAMES_SHOWN).map(Cell::shown).collect(Collectors.joining(", "));
		int more = cells.size() - NAMES_SHOWN;
		return (more > 0) ? first + " and %d more".formatted(more) : first;
	}

	private static boolean isBlank(char character) {
		return Character.isWhitespace(character) || Character.isSpaceChar(character);
	}

}
