package dev.bulkcheckout.checkout;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderId;
import dev.bulkcheckout.cart.OrderLineItem;

/** Orders and lines with only what a test is about. */
public final class TestOrders {

	private TestOrders() {
	}

	public static Order order(String id, @Nullable String status, @Nullable String cycle, OrderLineItem... lines) {
		return new Order(new OrderId(id), null, status, cycle, "USD", "2026-11-22T01:00:00Z", null, List.of(lines));
	}

	public static OrderLineItem line(int number, String offer, long quantity, @Nullable String subscription) {
		return new OrderLineItem(number, offer, "name of " + offer, quantity, "P1M", subscription, false, null);
	}

}
