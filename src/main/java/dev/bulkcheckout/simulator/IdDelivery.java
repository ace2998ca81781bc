package dev.bulkcheckout.simulator;

/**
 * How subscription ids reach the reader of an order, and what else reading it meets. The
 * place in this list is the digit that names it in a cart id.
 */
public enum IdDelivery {

	/** As the product does. */
	USUAL,

	/** Not with the checkout, after the provisioning delay. */
	LATE,

	/** Never, though the order completes. */
	NEVER,

	/** Never in the order; the subscriptions of the order list them. */
	SUBSCRIPTIONS_ONLY,

	/** The order is completed at once, the ids come after the provisioning delay. */
	COMPLETED_FIRST,

	/** The order is 404 with 20000 for the trouble period, then as usual. */
	NOT_FOUND_FIRST,

	/** The order is 404 with 20000 for good. */
	NOT_FOUND,

	/** After ten times the provisioning delay. */
	VERY_LATE,

	/** Reading the order is 500 for the trouble period. */
	FAULTS_FIRST,

	/** Reading the order is not JSON for the trouble period. */
	UNREADABLE_FIRST,

	/** Reading the order ends in a reset for the trouble period. */
	RESET_FIRST,

	/** Reading the order is throttled for the trouble period. */
	THROTTLED_FIRST,

	/** The nil GUID at first, the true one after the provisioning delay. */
	NIL_FIRST,

	/** Only in links.subscription.uri. */
	LINK_ONLY,

	/** Reading the order is 204 for the trouble period. */
	NOT_READY_FIRST

}
