package dev.bulkcheckout.simulator;

import java.util.EnumSet;
import java.util.Set;

/**
 * What the body of a 2xx to a checkout looks like. The place in this list is the digit
 * that names it in a cart id; {@link Simulator#guide()} says what each is.
 */
public enum BodyVariant {

	PLAIN, BOM, UNKNOWN_MEMBERS, NULL_ERRORS, EMPTY_ERRORS, ADDITIONAL_INFORMATION, ODD, ORDERS_AND_ERRORS, ONLY_ERRORS,
	CODE, NEITHER, NOT_JSON, TRUNCATED, HTML, EMPTY, NO_ORDERS;

	private static final Set<BodyVariant> WITHOUT_ORDERS = EnumSet.of(ONLY_ERRORS, CODE, NEITHER, NOT_JSON, HTML, EMPTY,
			NO_ORDERS);

	/** Whether the body names orders, be it in part: the cart is ordered then. */
	boolean showsOrders() {
		return !WITHOUT_ORDERS.contains(this);
	}

}
