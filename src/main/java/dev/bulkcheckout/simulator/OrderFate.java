package dev.bulkcheckout.simulator;

import java.util.EnumSet;
import java.util.Set;

/**
 * What becomes of the orders of a cart. The place in this list is the digit that names it
 * in a cart id; {@link Simulator#guide()} says what each is. Source: "Order resources"
 * (read 2026-11) for the states.
 */
public enum OrderFate {

	USUAL(""), ERROR("error"), CANCELLED("cancelled"), PENDING_REVIEW("pending_review"),
	PARTIAL_SUCCESS("partial success"), SUSPENDED("suspended"), PENDING_PO_UPLOAD("pending po upload"),
	PO_REVIEW_REJECTED("po review rejected"), UNLISTED_STATUS("onHold"), NO_STATUS("");

	private static final Set<OrderFate> WITH_IDS = EnumSet.of(USUAL, SUSPENDED, NO_STATUS, PARTIAL_SUCCESS,
			UNLISTED_STATUS);

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
		return !WITH_IDS.contains(this);
	}

}
