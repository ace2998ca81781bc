package dev.bulkcheckout.partnercenter;

import java.util.List;

import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderError;

/**
 * The API's CartCheckoutResult. Source: "Cart resources" (read 2026-11); no published
 * sample has {@code orderErrors}, so absent, null and empty are the same.
 *
 * @param orders in the order of the answer; may be empty
 * @param orderErrors in the order of the answer; may be empty
 * @param notes oddities that a person should hear of; mostly empty
 */
public record CartCheckoutResult(List<Order> orders, List<OrderError> orderErrors, List<String> notes) {

	/**
	 * Keeps copies.
	 */
	public CartCheckoutResult {
		orders = List.copyOf(orders);
		orderErrors = List.copyOf(orderErrors);
		notes = List.copyOf(notes);
	}

}
