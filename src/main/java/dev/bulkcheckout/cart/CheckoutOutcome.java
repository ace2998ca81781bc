package dev.bulkcheckout.cart;

import java.util.List;

/**
 * What a cart's checkout ended in. A sealed list, so that a forgotten case does not
 * compile.
 */
public sealed interface CheckoutOutcome {

	/**
	 * Every order group was ordered.
	 *
	 * @param orders at least one order, in the order of the answer
	 */
	record Ordered(List<Order> orders) implements CheckoutOutcome {

		public Ordered {
			orders = List.copyOf(orders);
		}
	}

	/**
	 * Some order groups were ordered, some refused. Never asked again by itself.
	 *
	 * @param orders at least one order
	 * @param orderErrors at least one refused order group
	 */
	record PartiallyOrdered(List<Order> orders, List<OrderError> orderErrors) implements CheckoutOutcome {

		public PartiallyOrdered {
			orders = List.copyOf(orders);
			orderErrors = List.copyOf(orderErrors);
		}
	}

	/**
	 * The API says that the cart was submitted before and the cart confirms it; which
	 * orders came of it could not be found.
	 */
	record AlreadyOrdered() implements CheckoutOutcome {
	}

	/**
	 * The API refused the cart; nothing was ordered.
	 *
	 * @param reason what came back, for the operator
	 * @param orderErrors the refused order groups; empty if the cart was refused as a
	 * whole
	 */
	record Refused(String reason, List<OrderError> orderErrors) implements CheckoutOutcome {

		public Refused {
			orderErrors = List.copyOf(orderErrors);
		}
	}

	/**
	 * Asked, and no readable answer up to the last attempt: it may have been ordered.
	 *
	 * @param reason what was seen last, for the operator
	 */
	record Unknown(String reason) implements CheckoutOutcome {
	}

	/**
	 * Left for a restart: the answer was not about this cart, or the run was stopped.
	 *
	 * @param reason why it was left, for the operator
	 */
	record NotAttempted(String reason) implements CheckoutOutcome {
	}

	/**
	 * Not asked for, by a rule of this run, and settled so.
	 *
	 * @param objection in one word
	 * @param reason why, for the operator
	 */
	record HeldBack(Objection objection, String reason) implements CheckoutOutcome {
	}

	/**
	 * The word for this outcome.
	 */
	default Outcome outcome() {
		return switch (this) {
			case Ordered ordered -> Outcome.ORDERED;
			case PartiallyOrdered partially -> Outcome.PARTIALLY_ORDERED;
			case AlreadyOrdered already -> Outcome.ALREADY_ORDERED;
			case Refused refused -> Outcome.REFUSED;
			case Unknown unknown -> Outcome.UNKNOWN;
			case NotAttempted notAttempted -> Outcome.NOT_ATTEMPTED;
			case HeldBack heldBack -> Outcome.NOT_ATTEMPTED;
		};
	}

	/**
	 * Whether the cart stays open, for a restart.
	 */
	default boolean leavesOpen() {
		return this instanceof NotAttempted;
	}

	/**
	 * The orders that were made; empty where none is known.
	 */
	default List<Order> orders() {
		return List.of();
	}

	/**
	 * The order groups that were refused; empty where none is known.
	 */
	default List<OrderError> orderErrors() {
		return List.of();
	}

	/**
	 * What to tell the operator beyond the word; empty where the word says all.
	 */
	default String reason() {
		return "";
	}

}
