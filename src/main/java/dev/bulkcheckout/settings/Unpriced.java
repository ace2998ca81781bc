package dev.bulkcheckout.settings;

/**
 * What becomes of carts that tell no price where what may be spent is limited.
 */
public enum Unpriced {

	/** They are not attempted. */
	SKIP,
	/** They are bought. */
	BUY

}
