package dev.bulkcheckout.input;

import java.util.List;

import dev.bulkcheckout.cart.CartId;
import org.apache.commons.csv.CSVRecord;

/**
 * What a file's first row says of the others.
 */
sealed interface FirstRow {

	/** The columns are known. */
	record Known(Layout layout) implements FirstRow {
	}

	/**
	 * Neither a header that will do nor a cart.
	 *
	 * @param problem completes "its first row …"
	 */
	record Unusable(String problem) implements FirstRow {
	}

	/** The quotes do not add up, with any delimiter. */
	record Unbalanced() implements FirstRow {
	}

	/**
	 * Reads the row with each delimiter and keeps the one that makes most sense of it.
	 */
	static FirstRow of(String text) {
		FirstRow best = new Unbalanced();
		int bestScore = -1;
		boolean unbalanced = false;
		for (char delimiter : new char[] { ',', ';', '\t' }) {
			CsvText csv = new CsvText(delimiter);
			CSVRecord cells = csv.parse(text);
			unbalanced |= cells == null;
			if (cells != null && Score.of(cells) > bestScore) {
				bestScore = Score.of(cells);
				best = of(csv, cells.toList());
			}
		}
		// with a wrong delimiter, a quote in the middle of a cell is but a character
		return (unbalanced && bestScore < Score.KNOWN) ? new Unbalanced() : best;
	}

	private static FirstRow of(CsvText csv, List<String> cells) {
		List<String> names = cells.stream().map(Cell::name).toList();
		int customer = names.indexOf(Cell.name(Layout.CUSTOMER));
		int cart = names.indexOf(Cell.name(Layout.CART));
		if (customer != names.lastIndexOf(Cell.name(Layout.CUSTOMER))
				|| cart != names.lastIndexOf(Cell.name(Layout.CART))) {
			return new Unusable("names a column twice: found " + Cell.shown(cells));
		}
		if (customer >= 0 && cart >= 0) {
			return new Known(new Layout(csv, customer, cart, cells.size(), true));
		}
		if (customer >= 0 || cart >= 0) {
			return new Unusable("names no column %s: found %s".formatted((customer < 0) ? Layout.CUSTOMER : Layout.CART,
					Cell.shown(cells)));
		}
		if (cells.stream().map(Cell::trim).anyMatch(CartId::isValid)) {
			return new Known(new Layout(csv, 0, 1, 2, false));
		}
		return new Unusable("is neither a header naming %s and %s nor a row of two GUIDs: found %s"
			.formatted(Layout.CUSTOMER, Layout.CART, Cell.shown(cells)));
	}

	/**
	 * How much sense a delimiter makes: known cells count most, then how many there are.
	 */
	final class Score {

		static final int KNOWN = 1_000_000;

		private Score() {
		}

		static int of(CSVRecord cells) {
			int score = cells.size();
			for (String cell : cells) {
				String name = Cell.name(cell);
				if (name.equals(Cell.name(Layout.CUSTOMER)) || name.equals(Cell.name(Layout.CART))
						|| CartId.isValid(Cell.trim(cell))) {
					score += KNOWN;
				}
			}
			return score;
		}

	}

}
