package dev.bulkcheckout.simulator;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

import dev.bulkcheckout.simulator.CartTable.CartState;
import dev.bulkcheckout.simulator.OrderIds.Form;
import dev.bulkcheckout.simulator.Product.Line;

/**
 * Writes orders as JSON. Source: the samples of "Check out a cart", "Get an order by ID"
 * and "Order resources" (read 2026-11).
 */
final class OrderBodies {

	private static final String UNKNOWN = "\"futureMember\":{\"list\":[1,{\"deep\":null}],\"text\":\"\\u00e9\\\"\"},";

	private final Provisioning provisioning;

	private final long startedAtMillis;

	OrderBodies(Provisioning provisioning, long startedAtMillis) {
		this.provisioning = provisioning;
		this.startedAtMillis = startedAtMillis;
	}

	/** The form of the id of this order. */
	static Form form(long cartHash, Product product, int order) {
		Form[] forms = Form.values();
		if (product.orders().size() > 1) {
			return forms[(order + 1) % forms.length];
		}
		return forms[(int) Math.floorMod(cartHash >>> 48, (long) forms.length)];
	}

	static String orderId(CartState cart, Behaviour behaviour, int order) {
		long hash = cart.key().hash();
		return OrderIds.orderId(hash, order, form(hash, behaviour.product(), order));
	}

	static String offerId(long cartHash, Behaviour behaviour, int order, int line) {
		Line what = behaviour.product().orders().get(order).get(line);
		return what.sku.isEmpty() ? what.product : what.product + ':' + what.sku + ':' + what.availability
				+ OrderIds.availability(cartHash, order, line);
	}

	static String subscriptionId(long cartHash, Behaviour behaviour, int order, int line) {
		String id = OrderIds.subscriptionId(cartHash, order, line);
		return (behaviour.product().orders().get(order).get(line) == Line.AZURE) ? id.toUpperCase(Locale.ROOT) : id;
	}

	/**
	 * Appends one order.
	 * @param elapsed milliseconds since it was made, 0 in the answer to a checkout
	 * @param odd whether to add members that nobody documented
	 */
	void append(StringBuilder json, CartState cart, Behaviour behaviour, int order, long elapsed, boolean odd) {
		long hash = cart.key().hash();
		List<Line> lines = behaviour.product().orders().get(order);
		Line first = lines.get(0);
		Form form = form(hash, behaviour.product(), order);
		String id = OrderIds.orderId(hash, order, form);
		String customer = cart.key().customer();
		String status = this.provisioning.status(hash, behaviour, order, elapsed);
		json.append("{\"id\":\"").append(id);
		json.append("\",\"alternateId\":\"")
			.append((form == Form.LONG) ? OrderIds.orderId(hash, order, Form.TWELVE_HEX) : id);
		json.append("\",\"referenceCustomerId\":\"").append(customer);
		json.append("\",\"billingCycle\":\"").append(first.billingCycle);
		json.append("\",\"currencyCode\":\"USD\",\"currencySymbol\":\"$\",");
		json.append(odd ? UNKNOWN : "").append("\"lineItems\":[");
		int cents = 0;
		for (int line = 0; line < lines.size(); line++) {
			json.append((line == 0) ? "" : ",");
			appendLine(json, cart, behaviour, order, line, elapsed, odd);
			cents += lines.get(line).cents * lines.get(line).quantity;
		}
		json.append("],\"creationDate\":\"");
		appendDate(json, hash + order, this.startedAtMillis + cart.orderedAt());
		if (!status.isEmpty()) {
			json.append("\",\"status\":\"").append(status);
		}
		json.append("\",\"transactionType\":\"UserPurchase\",\"links\":{\"self\":{\"uri\":\"/customers/")
			.append(customer)
			.append("/orders/")
			.append(id)
			.append("\",\"method\":\"GET\",\"headers\":[]}},");
		if (cents > 0) {
			json.append("\"totalPrice\":");
			appendMoney(json, cents);
			json.append(',');
		}
		json.append("\"client\":{},\"attributes\":{\"objectType\":\"Order\"}}");
	}

	private void appendLine(StringBuilder json, CartState cart, Behaviour behaviour, int order, int line, long elapsed,
			boolean odd) {
		long hash = cart.key().hash();
		Line what = behaviour.product().orders().get(order).get(line);
		boolean cancelled = behaviour.fate() == OrderFate.CANCELLED
				&& this.provisioning.status(hash, behaviour, order, elapsed).equals(OrderFate.CANCELLED.status());
		json.append("{\"lineItemNumber\":").append(line);
		json.append(",\"offerId\":\"").append(offerId(hash, behaviour, order, line));
		boolean shown = this.provisioning.idAfter(hash, behaviour, order, line) <= elapsed;
		String subscription = shown ? subscriptionId(hash, behaviour, order, line) : "";
		if (shown) {
			json.append("\",\"subscriptionId\":\"").append(subscription);
		}
		if (!what.termDuration.isEmpty()) {
			json.append("\",\"termDuration\":\"").append(what.termDuration);
		}
		json.append("\",\"transactionType\":\"New\",").append(odd ? UNKNOWN : "");
		json.append("\"friendlyName\":\"").append(what.friendlyName);
		json.append("\",\"quantity\":").append(cancelled ? 0 : what.quantity).append(',');
		if (what.hasResellers()) {
			json.append("\"partnerIdOnRecord\":\"517285\",\"additionalPartnerIdsOnRecord\":[\"5357564\",\"5357563\"],");
		}
		if (what.cents > 0) {
			appendPricing(json, what);
			json.append(',');
		}
		json.append("\"links\":{");
		if (!what.sku.isEmpty()) {
			json.append("\"product\":{\"uri\":\"/products/")
				.append(what.product)
				.append("?country=US\",\"method\":\"GET\",\"headers\":[]}");
		}
		if (shown && elapsed > 0) {
			json.append(what.sku.isEmpty() ? "" : ",")
				.append("\"subscription\":{\"uri\":\"/customers/")
				.append(cart.key().customer())
				.append("/subscriptions/")
				.append(subscription)
				.append("\",\"method\":\"GET\",\"headers\":[]}");
		}
		json.append("}}");
	}

	static void appendPricing(StringBuilder json, Line what) {
		json.append("\"pricing\":{\"listPrice\":");
		appendMoney(json, what.cents);
		json.append(",\"discountedPrice\":");
		appendMoney(json, what.cents);
		json.append(",\"proratedPrice\":");
		appendMoney(json, what.cents);
		json.append(",\"price\":");
		appendMoney(json, what.cents);
		json.append(",\"extendedPrice\":");
		appendMoney(json, what.cents * what.quantity);
		json.append('}');
	}

	private static void appendMoney(StringBuilder json, int cents) {
		json.append(cents / 100).append('.');
		int rest = cents % 100;
		json.append((char) ('0' + rest / 10));
		if (rest % 10 != 0) {
			json.append((char) ('0' + rest % 10));
		}
	}

	/** Appends a time with 0 to 7 digits of fraction, as UTC or with an offset. */
	static void appendDate(StringBuilder json, long hash, long epochMillis) {
		int digits = (int) Math.floorMod(StableRandom.of(hash), 8L);
		boolean offset = (StableRandom.of(hash) & 0x1000) != 0;
		ZoneOffset zone = offset ? ZoneOffset.ofHours(((int) hash & 7) - 8) : ZoneOffset.UTC;
		OffsetDateTime date = Instant.ofEpochMilli(epochMillis).atOffset(zone);
		json.append(date.getYear());
		two(json.append('-'), date.getMonthValue());
		two(json.append('-'), date.getDayOfMonth());
		two(json.append('T'), date.getHour());
		two(json.append(':'), date.getMinute());
		two(json.append(':'), date.getSecond());
		if (digits > 0) {
			long fraction = (epochMillis % 1000) * 10_000 + Math.floorMod(hash, 10_000L);
			String seven = Long.toString(10_000_000 + fraction);
			json.append('.').append(seven, 1, 1 + digits);
		}
		json.append(zone.equals(ZoneOffset.UTC) ? "Z" : zone.getId());
	}

	private static void two(StringBuilder json, int number) {
		json.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
	}

}
