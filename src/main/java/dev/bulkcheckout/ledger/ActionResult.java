package dev.bulkcheckout.ledger;

/**
 * What an action came to, in one word.
 */
public enum ActionResult {

	/** It was done to its end. */
	DONE,

	/** It ended before its end; a restart goes on with the run. */
	STOPPED,

	/** It could not be done, and nothing was asked. */
	REFUSED,

	/** What nobody expected. */
	FAILED,

	/** Somebody took it back before it was begun. */
	TAKEN_BACK

}
