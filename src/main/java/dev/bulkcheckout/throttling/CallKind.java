package dev.bulkcheckout.throttling;

/**
 * What a call asks for: each kind can be down while the other one is up.
 */
public enum CallKind {

	/** To check a cart out. */
	CHECKOUT,
	/** Anything that only reads. */
	READ

}
