package dev.bulkcheckout.simulator;

import java.util.List;

import dev.bulkcheckout.simulator.CartTable.CartState;
import dev.bulkcheckout.simulator.Product.Line;

/**
 * Writes carts and subscriptions. Source: the samples of "Cart resources" and "Get a list
 * of subscriptions by order" (read 2026-11).
 */
final class ReadBodies {

	private static final long DAY = 24 * 60 * 60 * 1000L;

	private final Provisioning provisioning;

	private final long startedAtMillis;

	ReadBodies(Provisioning provisioning, long startedAtMillis) {
		this.provisioning = provisioning;
		this.startedAtMillis = startedAtMillis;
	}

	/** The cart; it never names the orders made from it. */
	String cart(CartState cart, Behaviour behaviour) {
		long hash = cart.key().hash();
		long created = this.startedAtMillis - ((behaviour.work() == TrueEffect.EXPIRED) ? 8 * DAY : DAY);
		StringBuilder json = new StringBuilder(1024);
		json.append("{\"id\":\"").append(cart.key().cart()).append("\",\"creationTimestamp\":\"");
		OrderBodies.appendDate(json, hash + 1, created);
		json.append("\",\"lastModifiedTimestamp\":\"");
		OrderBodies.appendDate(json, hash + 2, created);
		json.append("\",\"expirationTimestamp\":\"");
		OrderBodies.appendDate(json, hash + 3, created + 7 * DAY);
		json.append("\",\"lastModifiedUser\":\"9db12087-fbc3-481c-8965-73d44ff88e27\",\"status\":\"")
			.append(cart.isOrdered() ? "Ordered" : "Active")
			.append("\",\"lineItems\":[");
		int id = 0;
		List<List<Line>> orders = behaviour.product().orders();
		for (int order = 0; order < orders.size(); order++) {
			for (int line = 0; line < orders.get(order).size(); line++) {
				json.append((id == 0) ? "" : ",");
				appendLine(json, id++, hash, behaviour, order, line);
			}
		}
		return json.append("],\"links\":{\"self\":{\"uri\":\"/customers/")
			.append(cart.key().customer())
			.append("/carts/")
			.append(cart.key().cart())
			.append("\",\"method\":\"GET\",\"headers\":[]}},\"attributes\":{\"objectType\":\"Cart\"}}")
			.toString();
	}

	private static void appendLine(StringBuilder json, int id, long hash, Behaviour behaviour, int order, int line) {
		Line what = behaviour.product().orders().get(order).get(line);
		json.append("{\"id\":").append(id);
		json.append(",\"catalogItemId\":\"").append(OrderBodies.offerId(hash, behaviour, order, line));
		json.append("\",\"friendlyName\":\"").append(what.friendlyName);
		json.append("\",\"quantity\":").append(what.quantity);
		json.append(",\"currencyCode\":\"USD\",\"billingCycle\":\"").append(what.billingCycle);
		if (!what.termDuration.isEmpty()) {
			json.append("\",\"termDuration\":\"").append(what.termDuration);
		}
		json.append("\",\"provisioningContext\":{},\"orderGroup\":\"").append(order).append('"');
		if (what.cents > 0) {
			OrderBodies.appendPricing(json.append(','), what);
		}
		json.append('}');
	}

	/**
	 * The subscriptions that an order has made so far.
	 * @param elapsed milliseconds since the order was made
	 */
	String subscriptions(CartState cart, Behaviour behaviour, int order, long elapsed) {
		long hash = cart.key().hash();
		List<Line> lines = behaviour.product().orders().get(order);
		StringBuilder items = new StringBuilder(1024);
		int count = 0;
		for (int line = 0; line < lines.size(); line++) {
			if (this.provisioning.listedAfter(hash, behaviour, order, line) <= elapsed) {
				items.append((count++ == 0) ? "" : ",");
				appendSubscription(items, cart, behaviour, order, line);
			}
		}
		return collection(count, items);
	}

	private void appendSubscription(StringBuilder json, CartState cart, Behaviour behaviour, int order, int line) {
		long hash = cart.key().hash();
		Line what = behaviour.product().orders().get(order).get(line);
		String id = OrderBodies.subscriptionId(hash, behaviour, order, line);
		json.append("{\"id\":\"").append(id);
		json.append("\",\"offerId\":\"").append(OrderBodies.offerId(hash, behaviour, order, line));
		json.append("\",\"offerName\":\"").append(what.friendlyName);
		json.append("\",\"friendlyName\":\"").append(what.friendlyName);
		json.append("\",\"quantity\":").append(what.quantity);
		json.append(",\"unitType\":\"Licenses\",\"creationDate\":\"");
		OrderBodies.appendDate(json, hash + line, this.startedAtMillis + cart.orderedAt());
		json.append("\",\"status\":\"")
			.append((behaviour.fate() == OrderFate.SUSPENDED) ? "suspended" : "active")
			.append("\",\"autoRenewEnabled\":true,\"billingType\":\"license\",\"billingCycle\":\"")
			.append(what.billingCycle);
		if (!what.termDuration.isEmpty()) {
			json.append("\",\"termDuration\":\"").append(what.termDuration);
		}
		json.append("\",\"contractType\":\"subscription\",\"links\":{\"self\":{\"uri\":\"/customers/")
			.append(cart.key().customer())
			.append("/subscriptions/")
			.append(id)
			.append("\",\"method\":\"GET\",\"headers\":[]}},\"orderId\":\"")
			.append(OrderBodies.orderId(cart, behaviour, order))
			.append("\",\"attributes\":{\"objectType\":\"Subscription\"}}");
	}

	/** A collection of items that are written already. */
	static String collection(int count, CharSequence items) {
		return "{\"totalCount\":" + count + ",\"items\":[" + items
				+ "],\"attributes\":{\"objectType\":\"Collection\"}}";
	}

}
