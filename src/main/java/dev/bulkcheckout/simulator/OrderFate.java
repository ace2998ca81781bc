package dev.bulkcheckout.simulator;

/**
 * What becomes of the orders of a cart. The place in this list is the digit that names it
 * in a cart id. Source: "Order resources" (read 2026-11) for the states.
 */
public enum OrderFate {

	/** As the product does: pending or completed. */
	USUAL(""),

	/** The order failed. */
	ERROR("error"),

	/** The order was cancelled. */
	CANCELLED("cancelled"),

	/** A second review. */
	PENDING_REVIEW("pending_review"),

	/** Some subscriptions failed: only the first line of an order gets its id. */
	PARTIAL_SUCCESS("partial success"),

	/** Suspended by the partner; ids as usual. */
	SUSPENDED("suspended"),

	/** The partner must upload a purchase order. */
	PENDING_PO_UPLOAD("pending po upload"),

	/** The purchase order was rejected. */
	PO_REVIEW_REJECTED("po review rejected"),

	/** A status that no page lists. */
	UNLISTED_STATUS("onHold"),

	/** No status member at all; ids as usual. */
	NO_STATUS("");

	private final String status;

	OrderFate(String status) {
		this.status = status;
	}

	/** The status in JSON, empty where the product decides. */
	String status() {
		return this.status;
	}

	/** Whether lines of such an order never get their subscription ids. */
	boolean withholdsIds() {
		return this != USUAL && this != SUSPENDED && this != NO_STATUS && this != PARTIAL_SUCCESS
				&& this != UNLISTED_STATUS;
	}

}
