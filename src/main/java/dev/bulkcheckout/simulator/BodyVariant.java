package dev.bulkcheckout.simulator;

/**
 * What the body of a 2xx to a checkout looks like. The place in this list is the digit
 * that names it in a cart id.
 */
public enum BodyVariant {

	/** As the published samples. */
	PLAIN,

	/** With a UTF-8 byte order mark before the first brace. */
	BOM,

	/** With members that nobody documented. */
	UNKNOWN_MEMBERS,

	/** {@code "orderErrors": null}. */
	NULL_ERRORS,

	/** {@code "orderErrors": []}. */
	EMPTY_ERRORS,

	/** {@code "additionalInformation": []}. */
	ADDITIONAL_INFORMATION,

	/** All oddities together that do not change the meaning. */
	ODD,

	/** Orders and order errors: partial success. */
	ORDERS_AND_ERRORS,

	/** Order errors and no orders. */
	ONLY_ERRORS,

	/** A code and no orders, as 400072 is tabled with HTTP 200. */
	CODE,

	/** An object with neither orders nor errors. */
	NEITHER,

	/** Not JSON. */
	NOT_JSON,

	/** JSON that ends in the middle, with a matching Content-Length. */
	TRUNCATED,

	/** An HTML page. */
	HTML,

	/** No body. */
	EMPTY,

	/** An empty list of orders and no errors. */
	NO_ORDERS;

	/** Whether the body names orders, be it in part: the cart is ordered then. */
	boolean showsOrders() {
		return switch (this) {
			case PLAIN, BOM, UNKNOWN_MEMBERS, NULL_ERRORS, EMPTY_ERRORS, ADDITIONAL_INFORMATION, ODD, ORDERS_AND_ERRORS,
					TRUNCATED ->
				true;
			case ONLY_ERRORS, CODE, NEITHER, NOT_JSON, HTML, EMPTY, NO_ORDERS -> false;
		};
	}

}
