package dev.bulkcheckout.simulator;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.bulkcheckout.simulator.CartTruth.LineTruth;
import dev.bulkcheckout.simulator.CartTruth.OrderTruth;
import org.jspecify.annotations.Nullable;

/** Writes what happened as JSON and CSV. */
final class GroundTruthText {

	static final String CSV_HEADER = "customer-id,cart-id,outcome,checkouts,order-id,line-item-number,offer-id,"
			+ "subscription-id,subscription-state";

	private GroundTruthText() {
	}

	static String json(CartTruth cart) {
		return "{\"customerId\":\"" + cart.customerId() + "\",\"cartId\":\"" + cart.cartId() + "\",\"outcome\":\""
				+ cart.outcome() + "\",\"ordered\":" + cart.ordered() + ",\"checkouts\":" + cart.checkouts()
				+ ",\"behaviour\":\"" + cart.behaviour() + "\",\"orders\":["
				+ cart.orders().stream().map(GroundTruthText::json).collect(Collectors.joining(",")) + "]}";
	}

	private static String json(OrderTruth order) {
		return "{\"orderId\":\"" + order.orderId() + "\",\"lines\":["
				+ order.lines().stream().map(GroundTruthText::json).collect(Collectors.joining(",")) + "]}";
	}

	private static String json(LineTruth line) {
		return "{\"lineItemNumber\":" + line.lineItemNumber() + ",\"offerId\":\"" + line.offerId()
				+ "\",\"subscriptionId\":" + quoted(line.subscriptionId()) + ",\"state\":\"" + line.state() + "\"}";
	}

	static String json(SeenRequest seen) {
		return "{\"number\":" + seen.number() + ",\"method\":" + quoted(seen.method()) + ",\"path\":"
				+ quoted(seen.path()) + ",\"cartId\":" + quoted(seen.cartId()) + ",\"requestId\":"
				+ quoted(seen.requestId()) + ",\"correlationId\":" + quoted(seen.correlationId())
				+ ",\"arrivedAtNanos\":" + seen.arrivedAtNanos() + ",\"status\":" + seen.status() + ",\"ending\":\""
				+ seen.ending() + "\"}";
	}

	/** One row for each line of an order, or one for a cart without orders. */
	static Stream<String> csv(CartTruth cart) {
		String start = cart.customerId() + ',' + cart.cartId() + ',' + cart.outcome() + ',' + cart.checkouts() + ',';
		if (cart.orders().isEmpty()) {
			return Stream.of(start + ",,,,");
		}
		return cart.orders()
			.stream()
			.flatMap((order) -> order.lines()
				.stream()
				.map((line) -> start + order.orderId() + ',' + line.lineItemNumber() + ',' + line.offerId() + ','
						+ ((line.subscriptionId() != null) ? line.subscriptionId() : "") + ',' + line.state()));
	}

	private static String quoted(@Nullable String text) {
		if (text == null) {
			return "null";
		}
		StringBuilder quoted = new StringBuilder("\"");
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"' || c == '\\') {
				quoted.append('\\').append(c);
			}
			else if (c < ' ') {
				quoted.append(' ');
			}
			else {
				quoted.append(c);
			}
		}
		return quoted.append('"').toString();
	}

}
