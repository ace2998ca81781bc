package dev.bulkcheckout.input;

import java.util.List;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CustomerId;

/**
 * Where in a row the cart stands.
 *
 * @param csv takes a row apart
 * @param customerColumn from 0
 * @param cartColumn from 0
 * @param columns how many the header names, or 2
 * @param header whether a header names the columns
 */
record Layout(CsvText csv, int customerColumn, int cartColumn, int columns, boolean header) {

	static final String CUSTOMER = "customer-id";

	static final String CART = "cart-id";

	/** What a file of no carts has all the same. */
	static final String AT_LEAST = "a night without carts has at least a header (%s,%s)".formatted(CUSTOMER, CART);

	/** Names that a customer's column may have, as {@link Cell#name} has them. */
	private static final List<String> CUSTOMER_NAMES = List.of("customerid", "customertenantid");

	private static final String CART_NAME = "cartid";

	/**
	 * Reads the row that tells the columns, with the delimiter that makes most sense of
	 * it.
	 * @return {@code Columns}, {@code Unbalanced}, or {@code Bad} with a reason that
	 * completes "its first row …"
	 */
	static Row tellColumns(String text) {
		Row best = new Row.Bad("");
		long most = -1;
		boolean unbalanced = false;
		for (CsvText csv : CsvText.ALL) {
			List<String> cells = csv.cells(text);
			if (cells == null) {
				unbalanced = true;
				continue;
			}
			// known cells count most, then how many there are
			long sense = cells.stream().filter(Layout::isKnown).count() << 32 | cells.size();
			if (sense > most) {
				most = sense;
				best = tellColumns(csv, cells);
			}
		}
		// with a wrong delimiter, a quote in the middle of a cell is but a character
		boolean known = most >> 32 > 0;
		return (unbalanced && !known) ? new Row.Unbalanced(CsvText.ALL.stream().anyMatch((csv) -> csv.isOpen(text)))
				: best;
	}

	private static boolean isKnown(String cell) {
		String name = Cell.name(cell);
		return CUSTOMER_NAMES.contains(name) || name.equals(CART_NAME) || CartId.isValid(Cell.guid(cell));
	}

	private static Row tellColumns(CsvText csv, List<String> cells) {
		List<String> names = cells.stream().map(Cell::name).toList();
		String customerName = CUSTOMER_NAMES.stream().filter(names::contains).findFirst().orElse("");
		int customer = names.indexOf(customerName);
		int cart = names.indexOf(CART_NAME);
		boolean customerNamed = !customerName.isEmpty();
		boolean cartNamed = cart >= 0;
		if (cells.stream().map(Cell::guid).anyMatch(CartId::isValid)) {
			return new Row.Columns(new Layout(csv, 0, 1, 2, false));
		}
		if (!customerNamed && !cartNamed) {
			return new Row.Bad("is neither a header naming %s and %s nor a row of two GUIDs: found %s"
				.formatted(CUSTOMER, CART, Cell.shown(cells)));
		}
		if (!customerNamed || !cartNamed) {
			return new Row.Bad(
					"names no column %s: found %s".formatted(customerNamed ? CART : CUSTOMER, Cell.shown(cells)));
		}
		if (customer != names.lastIndexOf(customerName) || cart != names.lastIndexOf(CART_NAME)) {
			return new Row.Bad("names a column twice: found " + Cell.shown(cells));
		}
		return new Row.Columns(new Layout(csv, customer, cart, cells.size(), true));
	}

	/**
	 * Reads a row.
	 * @param text without the line end
	 */
	Row read(String text) {
		List<String> cells = this.csv.cells(text);
		if (cells == null) {
			return new Row.Unbalanced(this.csv.isOpen(text));
		}
		int size = cells.size();
		List<String> surplus = cells.subList(Math.min(size, this.columns), size);
		boolean shifted = !surplus.stream().allMatch(Cell::isBlank);
		if (size <= Math.max(this.customerColumn, this.cartColumn)) {
			return new Row.Bad("missing column: " + count(size));
		}
		String customer = Cell.guid(cells.get(this.customerColumn));
		String cart = Cell.guid(cells.get(this.cartColumn));
		if (!CustomerId.isValid(customer) || !CartId.isValid(cart)) {
			String reason = CustomerId.isValid(customer) ? Cell.noGuid(CART, cart) : Cell.noGuid(CUSTOMER, customer);
			return new Row.Bad(shifted ? reason + " (too many columns: " + count(size) + ")" : reason);
		}
		// without names, or with a third GUID, nobody knows which cells are the cart's
		if (shifted && (!this.header || surplus.stream().map(Cell::guid).anyMatch(CartId::isValid))) {
			return new Row.Bad("too many columns: " + count(size));
		}
		return new Row.Good(new Cart(new CustomerId(customer), new CartId(cart)));
	}

	private String count(int found) {
		return "the row has %d, %s %d".formatted(found,
				this.header ? "the header names" : "a file without a header has", this.columns);
	}

}
