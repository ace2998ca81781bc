package dev.bulkcheckout.simulator;

import java.util.List;

import dev.bulkcheckout.simulator.CartTable.CartState;
import org.jspecify.annotations.Nullable;

/**
 * The reads: cart, order, orders, subscriptions of an order. Source: "Get an order by
 * ID", "Get all of a customer's orders", "Get a list of subscriptions by order" (read
 * 2026-11).
 */
final class ReadHandler {

	private static final int ORDER_NOT_FOUND = 20000;

	private final SimulatorSettings settings;

	private final CartTable carts;

	private final Behaviours behaviours;

	private final OrderBodies orderBodies;

	private final ReadBodies readBodies;

	private final SimulatorClock clock;

	ReadHandler(SimulatorSettings settings, CartTable carts, Behaviours behaviours, OrderBodies orderBodies,
			ReadBodies readBodies, SimulatorClock clock) {
		this.settings = settings;
		this.carts = carts;
		this.behaviours = behaviours;
		this.orderBodies = orderBodies;
		this.readBodies = readBodies;
		this.clock = clock;
	}

	void cart(Exchange call, CartKey key) {
		Behaviour behaviour = this.behaviours.of(key);
		if (behaviour.work() == TrueEffect.GONE) {
			fail(call, 404, 800008);
		}
		else {
			call.answer(200, this.readBodies.cart(this.carts.find(key), behaviour));
		}
	}

	void order(Exchange call, String customer, String orderId) {
		Found found = find(customer, orderId);
		if (found == null || isHidden(found)) {
			fail(call, 404, ORDER_NOT_FOUND);
			return;
		}
		if (found.elapsed() < this.settings.trouble().toMillis()) {
			switch (found.behaviour().ids()) {
				case FAULTS_FIRST -> {
					fail(call, 500, 800003);
					return;
				}
				case UNREADABLE_FIRST -> {
					call.answer(200, "{\"id\":\"" + orderId + "\",\"lineItems\":[{");
					return;
				}
				case RESET_FIRST -> throw call.lose().reset();
				case THROTTLED_FIRST -> {
					CheckoutHandler.fail(call, new CheckoutAnswer.Failure(429, ErrorFamily.USUAL), 0,
							this.settings.retryAfter());
					return;
				}
				default -> {
				}
			}
		}
		StringBuilder json = new StringBuilder(1536);
		this.orderBodies.append(json, found.cart(), found.behaviour(), found.order(), Math.max(1, found.elapsed()),
				false);
		call.answer(200, json.toString());
	}

	void orders(Exchange call, String customer) {
		StringBuilder items = new StringBuilder(4096);
		int count = 0;
		int now = this.clock.millis();
		for (CartState cart : this.carts.ofCustomer(CartKey.high(customer), CartKey.low(customer),
				this.settings.maxListed())) {
			Behaviour behaviour = this.behaviours.of(cart.key());
			if (!isListed(cart, behaviour, now)) {
				continue;
			}
			for (int order = 0; order < behaviour.product().orders().size(); order++) {
				items.append((count++ == 0) ? "" : ",");
				this.orderBodies.append(items, cart, behaviour, order, Math.max(1, now - cart.orderedAt()), false);
			}
		}
		call.answer(200, ReadBodies.collection(count, items));
	}

	void subscriptions(Exchange call, String customer, String orderId) {
		Found found = find(customer, orderId);
		if (found == null || isHidden(found)) {
			call.answer(200, ReadBodies.collection(0, ""));
			return;
		}
		call.answer(200, this.readBodies.subscriptions(found.cart(), found.behaviour(), found.order(),
				Math.max(1, found.elapsed())));
	}

	private boolean isListed(CartState cart, Behaviour behaviour, int now) {
		return cart.isOrdered() && behaviour.work() != TrueEffect.DONE_UNLISTED
				&& now - cart.orderedAt() >= this.settings.listLag().toMillis();
	}

	private boolean isHidden(Found found) {
		IdDelivery ids = found.behaviour().ids();
		return ids == IdDelivery.NOT_FOUND
				|| (ids == IdDelivery.NOT_FOUND_FIRST && found.elapsed() < this.settings.trouble().toMillis());
	}

	private @Nullable Found find(String customer, String orderId) {
		long decoded = OrderIds.decode(orderId);
		if (decoded < 0) {
			return null;
		}
		int order = (int) decoded & 7;
		List<CartState> candidates = this.carts.find(CartKey.high(customer), CartKey.low(customer), decoded >>> 3);
		for (CartState cart : candidates) {
			Behaviour behaviour = this.behaviours.of(cart.key());
			if (cart.isOrdered() && order < behaviour.product().orders().size()
					&& isSame(OrderBodies.orderId(cart, behaviour, order), orderId)) {
				return new Found(cart, behaviour, order, this.clock.millis() - (long) cart.orderedAt());
			}
		}
		return null;
	}

	/** GUIDs are compared without case, the other forms with it. */
	private static boolean isSame(String id, String asked) {
		return (id.length() == 36) ? id.equalsIgnoreCase(asked) : id.equals(asked);
	}

	private static void fail(Exchange call, int status, int code) {
		call.answer(status, ErrorBodies.main(code));
	}

	private record Found(CartState cart, Behaviour behaviour, int order, long elapsed) {
	}

}
