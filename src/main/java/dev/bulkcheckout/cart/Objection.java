package dev.bulkcheckout.cart;

/**
 * Why a cart that would go is not bought all the same; the names are those in the ledger.
 */
public enum Objection {

	/** Its price would exceed what may be spent. */
	OVER_LIMIT("it would exceed what may be spent",
			"raise --max-spend or have it approved, then rerun what was not attempted"),
	/** What may be spent is limited, and the cart tells no price. */
	NO_PRICE("it tells no price, and what may be spent is limited",
			"look up its price; '--unpriced buy' buys such carts, too"),
	/** What may be spent is limited, but not in the cart's currency. */
	NO_LIMIT("no limit is given for its currency, and there are others",
			"give --max-spend for this currency, too, then rerun what was not attempted"),
	/** It is not what was planned. */
	CHANGED("it is not what was planned", "look at the cart as it is now, and plan it again");

	private final Explanation explanation;

	Objection(String meaning, String advice) {
		this.explanation = new Explanation(meaning, advice);
	}

	/**
	 * What it means, and what a person does about it.
	 */
	public Explanation explanation() {
		return this.explanation;
	}

}
