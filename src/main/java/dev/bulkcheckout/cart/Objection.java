package dev.bulkcheckout.cart;

/**
 * Why a cart that would go is not bought all the same; the names are those in the ledger.
 */
public enum Objection {

	/** Its price would exceed what may be spent. */
	OVER_LIMIT("raise --max-spend or have it approved, then rerun what was not attempted"),
	/** What may be spent is limited, and the cart tells no price. */
	NO_PRICE("look up its price; '--unpriced buy' buys such carts, too"),
	/** What may be spent is limited, but not in the cart's currency. */
	NO_LIMIT("give --max-spend for this currency, too, then rerun what was not attempted"),
	/** It is not what was planned. */
	CHANGED("look at the cart as it is now, and plan it again");

	private final String advice;

	Objection(String advice) {
		this.advice = advice;
	}

	/**
	 * What a person does about it; begins with a small letter.
	 */
	public String advice() {
		return this.advice;
	}

}
