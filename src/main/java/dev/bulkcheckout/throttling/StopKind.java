package dev.bulkcheckout.throttling;

/**
 * Why a run was stopped before its end, in one word.
 */
public enum StopKind {

	/** Somebody asked for it: {@code stop}, SIGTERM or Ctrl-C. */
	OPERATOR,

	/** The time of {@code --stop-at} came. */
	WINDOW_ENDED,

	/** Partner Center refuses the partner, the user or the application, not the cart. */
	SET_UP,

	/** The partner's credit does not suffice. */
	CREDIT,

	/** More carts were refused than {@code --max-refused} allows. */
	TOO_MANY_REFUSED,

	/** Partner Center did not answer for longer than {@code --patience}. */
	API_DOWN,

	/** Its carts were read, and somebody is to approve what it buys. */
	PLANNED,

	/** Another process works on the run now. */
	LEASE_LOST,

	/** A fault of the database, the disk or our own. */
	FAULT

}
