package dev.bulkcheckout.simulator;

/**
 * How subscription ids reach the reader of an order, and what else reading it meets. The
 * place in this list is the digit that names it in a cart id; {@link Simulator#guide()}
 * says what each is. Late is after the provisioning delay, first is for the trouble
 * period.
 */
public enum IdDelivery {

	USUAL, LATE, NEVER, SUBSCRIPTIONS_ONLY, COMPLETED_FIRST, NOT_FOUND_FIRST, NOT_FOUND, VERY_LATE, FAULTS_FIRST,
	UNREADABLE_FIRST, RESET_FIRST, THROTTLED_FIRST, NIL_FIRST, LINK_ONLY, NOT_READY_FIRST

}
