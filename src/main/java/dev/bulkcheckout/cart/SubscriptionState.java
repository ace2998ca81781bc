package dev.bulkcheckout.cart;

/**
 * What is known of the subscription id of an order line.
 */
public enum SubscriptionState {

	/** The id is there. */
	PROVISIONED,

	/** The id is expected and still asked for. */
	AWAITED,

	/** The deadline passed and no source had the id. */
	MISSING,

	/** No subscription belongs to such a line, for example a reservation. */
	NOT_EXPECTED,

	/** The order was cancelled, rejected or ended in error. */
	ORDER_FAILED

}
