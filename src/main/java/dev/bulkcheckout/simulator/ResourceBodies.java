package dev.bulkcheckout.simulator;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import dev.bulkcheckout.simulator.CartTable.CartState;
import dev.bulkcheckout.simulator.Product.Line;
import dev.bulkcheckout.simulator.SimulatedOrder.OrderedLine;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes orders, carts and subscriptions. Source: the samples of "Check out a cart", "Get
 * an order by ID", "Order resources", "Cart resources" and "Get a list of subscriptions
 * by order" (read 2026-11).
 */
final class ResourceBodies {

	private static final long DAY = 24 * 60 * 60 * 1000L;

	private static final String NIL = "00000000-0000-0000-0000-000000000000";

	/** Dates with 0 to 7 digits of fraction. */
	private static final List<DateTimeFormatter> DATES = IntStream.rangeClosed(0, 7)
		.mapToObj((digits) -> DateTimeFormatter
			.ofPattern("uuuu-MM-dd'T'HH:mm:ss" + ((digits > 0) ? "." : "") + "S".repeat(digits) + "XXX", Locale.ROOT))
		.toList();

	private final Provisioning provisioning;

	private final long startedAtMillis;

	ResourceBodies(Provisioning provisioning, long startedAtMillis) {
		this.provisioning = provisioning;
		this.startedAtMillis = startedAtMillis;
	}

	/**
	 * An order.
	 * @param elapsed milliseconds since it was made, 0 in the answer to a checkout
	 * @param odd whether to add members that nobody documented
	 */
	ObjectNode order(SimulatedOrder order, long elapsed, boolean odd) {
		List<OrderedLine> lines = order.lines();
		Currency currency = order.behaviour().currency();
		String id = (elapsed == 0) ? order.id() : order.readId();
		String status = this.provisioning.status(order, elapsed);
		ObjectNode json = Json.object().put("id", id);
		json.put("alternateId", order.alternateId());
		json.put("referenceCustomerId", order.customer().toString());
		json.put("billingCycle", lines.get(0).what().billingCycle);
		json.put("currencyCode", currency.name()).put("currencySymbol", currency.symbol());
		addUnknown(json, odd);
		ArrayNode lineItems = json.putArray("lineItems");
		lines.forEach((line) -> lineItems.add(line(line, status, elapsed, odd)));
		json.put("creationDate", date(order.hash() + order.number(), this.startedAtMillis + order.cart().orderedAt()));
		if (!status.isEmpty()) {
			json.put("status", status);
		}
		json.put("transactionType", "UserPurchase");
		link(json.putObject("links"), "self", "/customers/" + order.customer() + "/orders/" + id);
		if (order.price().signum() > 0) {
			json.put("totalPrice", order.price());
		}
		json.putObject("client");
		json.putObject("attributes").put("objectType", "Order");
		return json;
	}

	private ObjectNode line(OrderedLine line, String status, long elapsed, boolean odd) {
		Line what = line.what();
		IdDelivery ids = line.order().behaviour().ids();
		ObjectNode json = Json.object().put("lineItemNumber", line.number()).put("offerId", line.offerId());
		boolean shown = this.provisioning.idAfter(line) <= elapsed;
		if (shown && ids != IdDelivery.LINK_ONLY) {
			json.put("subscriptionId", line.subscriptionId());
		}
		else if (ids == IdDelivery.NIL_FIRST) {
			json.put("subscriptionId", NIL);
		}
		if (!what.termDuration.isEmpty()) {
			json.put("termDuration", what.termDuration);
		}
		addUnknown(json.put("transactionType", "New"), odd);
		json.put("friendlyName", line.name());
		json.put("quantity", status.equals(OrderFate.CANCELLED.status()) ? 0 : what.quantity);
		if (what.hasResellers()) {
			json.put("partnerIdOnRecord", "517285");
			json.putArray("additionalPartnerIdsOnRecord").add("5357564").add("5357563");
		}
		addPricing(json, what, what.quantity);
		ObjectNode links = json.putObject("links");
		if (!what.sku.isEmpty()) {
			link(links, "product", "/products/" + what.product + "?country=US");
		}
		if (shown && elapsed > 0) {
			link(links, "subscription",
					"/customers/" + line.order().customer() + "/subscriptions/" + line.subscriptionId());
		}
		return json;
	}

	/**
	 * The cart; it never names the orders made from it.
	 * @param changed whether somebody has changed it since it was made
	 */
	String cart(CartState cart, Behaviour behaviour, boolean changed) {
		long hash = cart.key().hash();
		// the same for simulators of a day, so that a cart has not changed when the next
		// one tells of it
		long created = this.startedAtMillis / DAY * DAY - ((behaviour.work() == TrueEffect.EXPIRED) ? 8 * DAY : DAY);
		long expires = (behaviour.expires() != null) ? this.startedAtMillis + behaviour.expires().toMillis()
				: created + 7 * DAY;
		ObjectNode json = Json.object().put("id", cart.key().cart().toString());
		json.put("creationTimestamp", date(hash + 1, created));
		json.put("lastModifiedTimestamp", date(hash + 2, created + (changed ? DAY / 2 : 0)));
		json.put("expirationTimestamp", date(hash + 3, expires));
		json.put("lastModifiedUser", "9db12087-fbc3-481c-8965-73d44ff88e27");
		json.put("status", cart.isOrdered() ? "Ordered" : "Active");
		ArrayNode lineItems = json.putArray("lineItems");
		SimulatedOrder.of(cart, behaviour)
			.forEach((order) -> order.lines()
				.forEach((line) -> lineItems.add(cartLine(line, lineItems.size(), changed ? 2 : 1))));
		link(json.putObject("links"), "self", "/customers/" + cart.key().customer() + "/carts/" + cart.key().cart());
		return Json.resource(json, "Cart");
	}

	private static ObjectNode cartLine(OrderedLine line, int id, int times) {
		Line what = line.what();
		Behaviour behaviour = line.order().behaviour();
		ObjectNode json = Json.object().put("id", id).put("catalogItemId", line.offerId());
		json.put("friendlyName", line.name());
		json.put("quantity", times * what.quantity);
		json.put("currencyCode", behaviour.currency().name()).put("billingCycle", what.billingCycle);
		if (!what.termDuration.isEmpty()) {
			json.put("termDuration", what.termDuration);
		}
		json.putObject("provisioningContext");
		json.put("orderGroup", Integer.toString(line.order().number()));
		if (behaviour.lineError() > 0) {
			ObjectNode error = json.putObject("error").put("errorCode", behaviour.lineError());
			error.put("errorDescription", behaviour.text().of("Simulated error of a line."));
			error.putObject("additionalInformation").put("availableQuantity", 0).put("purchasedQuantity", 0);
		}
		addPricing(json, what, times * what.quantity);
		return json;
	}

	/**
	 * The subscriptions that an order has made so far.
	 * @param elapsed milliseconds since the order was made
	 */
	String subscriptions(SimulatedOrder order, long elapsed) {
		return collection(order.lines()
			.stream()
			.filter((line) -> this.provisioning.listedAfter(line) <= elapsed)
			.map(this::subscription)
			.toList());
	}

	private ObjectNode subscription(OrderedLine line) {
		SimulatedOrder order = line.order();
		Line what = line.what();
		ObjectNode json = Json.object().put("id", line.subscriptionId()).put("offerId", line.offerId());
		json.put("offerName", line.name()).put("friendlyName", line.name()).put("quantity", what.quantity);
		json.put("unitType", "Licenses");
		json.put("creationDate", date(order.hash() + line.number(), this.startedAtMillis + order.cart().orderedAt()));
		json.put("status", (order.behaviour().fate() == OrderFate.SUSPENDED) ? "suspended" : "active");
		json.put("autoRenewEnabled", true).put("billingType", "license").put("billingCycle", what.billingCycle);
		if (!what.termDuration.isEmpty()) {
			json.put("termDuration", what.termDuration);
		}
		json.put("contractType", "subscription");
		link(json.putObject("links"), "self",
				"/customers/" + order.customer() + "/subscriptions/" + line.subscriptionId());
		json.put("orderId", order.readId());
		json.putObject("attributes").put("objectType", "Subscription");
		return json;
	}

	/** A collection of items. */
	static String collection(List<ObjectNode> items) {
		ObjectNode json = Json.object().put("totalCount", items.size());
		json.putArray("items").addAll(items);
		return Json.resource(json, "Collection");
	}

	private static void addUnknown(ObjectNode json, boolean odd) {
		if (odd) {
			ObjectNode future = json.putObject("futureMember");
			future.putArray("list").add(1).addObject().putNull("deep");
			future.put("text", "\u00e9\"");
		}
	}

	private static void addPricing(ObjectNode json, Line what, int quantity) {
		if (what.cents > 0) {
			ObjectNode pricing = json.putObject("pricing");
			for (String name : List.of("listPrice", "discountedPrice", "proratedPrice", "price")) {
				pricing.put(name, money(what.cents));
			}
			pricing.put("extendedPrice", money(what.cents * quantity));
		}
	}

	private static BigDecimal money(int cents) {
		return BigDecimal.valueOf(cents, 2);
	}

	private static void link(ObjectNode links, String name, String uri) {
		links.putObject(name).put("uri", uri).put("method", "GET").putArray("headers");
	}

	/** A time with 0 to 7 digits of fraction, as UTC or with an offset. */
	private static String date(long hash, long epochMillis) {
		int digits = (int) Math.floorMod(StableRandom.of(hash), 8L);
		boolean offset = (StableRandom.of(hash) & 0x1000) != 0;
		return DATES.get(digits)
			.format(Instant.ofEpochMilli(epochMillis)
				.plusNanos(Math.floorMod(hash, 10_000L) * 100)
				.atOffset(offset ? ZoneOffset.ofHours(((int) hash & 7) - 8) : ZoneOffset.UTC));
	}

}
