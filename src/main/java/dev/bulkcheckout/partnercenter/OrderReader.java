package dev.bulkcheckout.partnercenter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderError;
import dev.bulkcheckout.cart.OrderId;
import dev.bulkcheckout.cart.OrderLineItem;

/**
 * Reads orders out of answers. Liberal in everything but the id: an order without one
 * cannot be found again, so it is not read as an order. Sources: "Check out a cart", "Get
 * an order by ID", "Order resources" (read 2026-11).
 */
public final class OrderReader {

	private OrderReader() {
	}

	/**
	 * Reads the answer to a checkout: a CartCheckoutResult, or one Order without the
	 * envelope, as the second example on "Check out a cart" (read 2026-11) prints it.
	 * @param asked the customer whose cart it was; another one in an order is noted
	 * @return unreadable if there are neither orders nor order errors
	 */
	public static Reading<CartCheckoutResult> checkoutResult(Body body, CustomerId asked) {
		if (!(body instanceof Body.Json(JsonNode root)) || !root.isObject()) {
			return new Reading.Unreadable<>(noObject(body));
		}
		for (String name : List.of("orders", "orderErrors")) {
			JsonNode member = Members.member(root, name);
			if (member != null && !member.isArray()) {
				return new Reading.Unreadable<>("its " + name + " are no list");
			}
		}
		List<JsonNode> nodes = isBareOrder(root) ? List.of(root) : Members.elements(root, "orders");
		List<String> notes = new ArrayList<>();
		Map<OrderId, Order> orders = new LinkedHashMap<>();
		for (JsonNode node : nodes) {
			Order order = order(node, asked, notes);
			if (order == null) {
				return new Reading.Unreadable<>("it holds an order without an id");
			}
			if (orders.putIfAbsent(order.id(), order) != null) {
				notes.add("order " + order.id() + " came twice in one answer");
			}
		}
		List<OrderError> orderErrors = Members.elements(root, "orderErrors").stream().map(OrderReader::error).toList();
		if (orders.isEmpty() && orderErrors.isEmpty()) {
			return new Reading.Unreadable<>("it holds neither orders nor orderErrors");
		}
		return new Reading.Of<>(new CartCheckoutResult(List.copyOf(orders.values()), orderErrors), notes);
	}

	/**
	 * Reads the answer to a question for one order.
	 * @return unreadable if it is another order, whose ids must not be taken for this
	 * one's
	 */
	public static Reading<Order> order(Body body, CustomerId asked, OrderId id) {
		if (!(body instanceof Body.Json(JsonNode root)) || !root.isObject()) {
			return new Reading.Unreadable<>(noObject(body));
		}
		List<String> notes = new ArrayList<>();
		Order order = order(root, asked, notes);
		if (order == null) {
			return new Reading.Unreadable<>("it is no order with an id");
		}
		if (!order.id().equals(id) && !id.value().equals(order.alternateId())) {
			return new Reading.Unreadable<>("it is order " + order.id() + ", asked for was " + id);
		}
		return new Reading.Of<>(order, notes);
	}

	/**
	 * Reads a list of orders. Entries without an id are left out and noted.
	 */
	public static Reading<Listing<Order>> orders(Body body, CustomerId asked) {
		return Listings.read(body, (node, notes) -> order(node, asked, notes));
	}

	private static @Nullable Order order(JsonNode node, CustomerId asked, List<String> notes) {
		String id = Members.filledText(node, "id");
		if (id == null) {
			return null;
		}
		String customer = Members.text(node, "referenceCustomerId");
		if (customer != null && !customer.equalsIgnoreCase(asked.value())) {
			notes.add("order %s names customer %s, asked for was %s".formatted(id, customer, asked));
		}
		return new Order(new OrderId(id), Members.text(node, "alternateId"), Members.text(node, "status"),
				Members.text(node, "billingCycle"), Members.text(node, "currencyCode"),
				Members.text(node, "creationDate"), Members.number(node, "totalPrice"), lines(id, node, notes));
	}

	private static List<OrderLineItem> lines(String id, JsonNode order, List<String> notes) {
		List<JsonNode> nodes = Members.elements(order, "lineItems").stream().filter(JsonNode::isObject).toList();
		boolean numbered = areNumbered(nodes);
		if (!numbered) {
			notes.add("order " + id + " does not number its lines uniquely: numbered by position");
		}
		List<OrderLineItem> lines = new ArrayList<>();
		for (int position = 0; position < nodes.size(); position++) {
			JsonNode node = nodes.get(position);
			Long number = Members.whole(node, "lineItemNumber");
			lines.add(line((numbered && number != null) ? number.intValue() : position, node));
		}
		return lines;
	}

	private static boolean areNumbered(List<JsonNode> lines) {
		Set<Long> numbers = new HashSet<>();
		for (JsonNode line : lines) {
			Long number = Members.whole(line, "lineItemNumber");
			if (number == null || number < 0 || number > Integer.MAX_VALUE || !numbers.add(number)) {
				return false;
			}
		}
		return true;
	}

	private static OrderLineItem line(int number, JsonNode node) {
		return new OrderLineItem(number, Members.text(node, "offerId"), Members.text(node, "friendlyName"),
				Members.whole(node, "quantity"), Members.text(node, "termDuration"),
				Members.filledText(node, "subscriptionId"),
				Members.member(Members.member(node, "links"), "subscription") != null,
				Members.number(Members.member(node, "pricing"), "extendedPrice"));
	}

	private static OrderError error(JsonNode node) {
		return new OrderError(Members.text(node, "orderGroupId"), Members.filledText(node, "code"),
				Members.text(node, "description"));
	}

	/**
	 * Tells whether a body names orders or order errors at all, readable or not: such an
	 * answer is never taken for a plain refusal.
	 */
	public static boolean speaksOfOrders(Body body) {
		return body instanceof Body.Json(JsonNode root)
				&& (isFilled(root, "orders") || isFilled(root, "orderErrors") || isBareOrder(root));
	}

	private static boolean isFilled(JsonNode root, String name) {
		JsonNode member = Members.member(root, name);
		return member != null && !(member.isArray() && member.isEmpty());
	}

	/**
	 * A cart has an id and lines as well; taking it for an order would invent one.
	 */
	private static boolean isBareOrder(JsonNode root) {
		if (Members.member(root, "orders") != null || Members.member(root, "orderErrors") != null) {
			return false;
		}
		String type = Members.text(Members.member(root, "attributes"), "objectType");
		if (type != null) {
			return type.equalsIgnoreCase("Order");
		}
		return Members.member(root, "lineItems") != null && Members.member(root, "creationDate") != null;
	}

	private static String noObject(Body body) {
		return switch (body) {
			case Body.Json json -> "it is JSON, but no object";
			case Body.Empty empty -> "it is empty";
			case Body.Unreadable unreadable -> unreadable.reason();
		};
	}

}
