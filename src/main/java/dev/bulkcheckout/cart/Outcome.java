package dev.bulkcheckout.cart;

/**
 * The word for what became of a cart, as files, tables and reports spell it.
 */
public enum Outcome {

	/** Every order group of the cart was ordered. */
	ORDERED,

	/** Some order groups were ordered and some refused. */
	PARTIALLY_ORDERED,

	/**
	 * The API says so and the cart confirms it, but its orders could not be found.
	 */
	ALREADY_ORDERED,

	/** The API read the request and said no; nothing was ordered. */
	REFUSED,

	/** Asked, and no readable answer up to the last attempt. */
	UNKNOWN,

	/** Not asked, or asked and told nothing about the cart itself. */
	NOT_ATTEMPTED

}
