package dev.bulkcheckout.partnercenter;

import java.util.List;

import dev.bulkcheckout.cart.Order;

/**
 * The answer to a question for one order.
 *
 * @param order the order
 * @param notes oddities that a person should hear of; mostly empty
 */
public record OrderAnswer(Order order, List<String> notes) {

	/**
	 * Keeps a copy of the notes.
	 */
	public OrderAnswer {
		notes = List.copyOf(notes);
	}

}
