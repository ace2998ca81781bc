package dev.bulkcheckout.input;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CustomerId;
import org.apache.commons.csv.CSVRecord;

/**
 * Where in a row the cart stands.
 *
 * @param csv takes a row apart
 * @param customerColumn from 0
 * @param cartColumn from 0
 * @param columns how many a row has
 * @param header whether the file's first row names the columns
 */
record Layout(CsvText csv, int customerColumn, int cartColumn, int columns, boolean header) {

	static final String CUSTOMER = "customer-id";

	static final String CART = "cart-id";

	/**
	 * Reads a row.
	 * @param text without the line end
	 */
	Row read(String text) {
		CSVRecord cells = this.csv.parse(text);
		return (cells != null) ? read(cells) : new Row.Unbalanced();
	}

	private Row read(CSVRecord cells) {
		if (cells.size() < this.columns) {
			return wrongCount("missing column", cells.size());
		}
		if (cells.size() > this.columns) {
			return wrongCount("too many columns", cells.size());
		}
		String customer = Cell.trim(cells.get(this.customerColumn));
		if (!CustomerId.isValid(customer)) {
			return noGuid(CUSTOMER, customer);
		}
		String cart = Cell.trim(cells.get(this.cartColumn));
		if (!CartId.isValid(cart)) {
			return noGuid(CART, cart);
		}
		return new Row.Good(new Cart(new CustomerId(customer), new CartId(cart)));
	}

	private Row wrongCount(String what, int found) {
		return new Row.Bad("%s: the row has %d, %s %d".formatted(what, found,
				this.header ? "the header names" : "a file without a header has", this.columns));
	}

	private static Row noGuid(String column, String value) {
		return new Row.Bad(value.isEmpty() ? column + " is empty" : column + " is not a GUID: " + Cell.shown(value));
	}

}
