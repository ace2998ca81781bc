package dev.bulkcheckout.cart;

import java.util.Locale;

/**
 * Whether a cart would go, as it was read before anything is bought.
 */
public enum InspectionVerdict {

	/** It would be bought. */
	WOULD_GO(Outcome.NOT_ATTEMPTED, "look at it again, then run"),
	/** There is no such cart, or it is another customer's. */
	NOT_FOUND(Outcome.REFUSED, "build the cart again and put its new id into the file"),
	/** It was turned into orders before. */
	ALREADY_ORDERED(Outcome.ALREADY_ORDERED, "find its orders in Partner Center; nothing is to be bought again"),
	/** Its seven days are over. */
	EXPIRED(Outcome.REFUSED, "build the cart again and put its new id into the file"),
	/** A line cannot be ordered. */
	LINE_ERRORS(Outcome.REFUSED, "open the cart and mend or replace the lines that are named"),
	/** Its customer has not accepted the Microsoft Customer Agreement. */
	NO_AGREEMENT(Outcome.REFUSED, "have the customer accept the Microsoft Customer Agreement in Partner Center"),
	/** The partner may not ask for this customer. */
	NO_ACCESS(Outcome.REFUSED, "see in Partner Center whether the relationship with the customer still stands"),
	/** It could not be read, which says nothing about it. */
	NOT_READ(Outcome.NOT_ATTEMPTED, "look again; nothing is known against the cart");

	private final Outcome outcome;

	private final String advice;

	InspectionVerdict(Outcome outcome, String advice) {
		this.outcome = outcome;
		this.advice = advice;
	}

	/**
	 * What the cart ends in where only those are bought that would go.
	 */
	public Outcome outcome() {
		return this.outcome;
	}

	/**
	 * What a person does about it; begins with a small letter.
	 */
	public String advice() {
		return this.advice;
	}

	/**
	 * In words, such as {@code line errors}.
	 */
	public String words() {
		return name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

}
