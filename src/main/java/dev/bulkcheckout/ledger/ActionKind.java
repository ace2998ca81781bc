package dev.bulkcheckout.ledger;

/**
 * What can be done with runs from the page or by the API.
 */
public enum ActionKind {

	/** Asks whoever works on a run to stop. */
	STOP,

	/** Goes on with a run. */
	RESTART,

	/** Makes a new run of a run's carts by outcome. */
	RERUN,

	/** Asks again for subscription ids of a run. */
	RECONCILE,

	/** Checks out the carts of an uploaded CSV. */
	LAUNCH,

	/** Lets a run that was planned buy what was planned. */
	APPROVE

}
