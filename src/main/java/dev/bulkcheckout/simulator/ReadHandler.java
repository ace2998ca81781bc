package dev.bulkcheckout.simulator;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import dev.bulkcheckout.simulator.CartTable.CartState;
import dev.bulkcheckout.simulator.CartTable.OrderRef;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The reads: cart, order, orders, subscriptions of an order. Source: "Get an order by
 * ID", "Get all of a customer's orders", "Get a list of subscriptions by order" (read
 * 2026-11).
 */
final class ReadHandler {

	private static final int ORDER_NOT_FOUND = 20000;

	private static final int MOST_LISTED = 10_000;

	private final SimulatorSettings settings;

	private final CartTable carts;

	private final Behaviours behaviours;

	private final ResourceBodies bodies;

	private final SimulatorClock clock;

	private final Map<CartKey, Integer> reads = new ConcurrentHashMap<>();

	ReadHandler(SimulatorSettings settings, CartTable carts, Behaviours behaviours, ResourceBodies bodies,
			SimulatorClock clock) {
		this.settings = settings;
		this.carts = carts;
		this.behaviours = behaviours;
		this.bodies = bodies;
		this.clock = clock;
	}

	void cart(Exchange call, CartKey key) {
		Behaviour behaviour = this.behaviours.of(key);
		if (behaviour.work() == TrueEffect.GONE) {
			call.answer(404, ErrorBodies.main(800008, behaviour.text()));
			return;
		}
		boolean changed = behaviour.changesAfter() > 0
				&& this.reads.merge(key, 1, Integer::sum) > behaviour.changesAfter();
		call.answer(200, this.bodies.cart(this.carts.find(key), behaviour, changed));
	}

	void order(Exchange call, UUID customer, String orderId) {
		SimulatedOrder order = find(customer, orderId);
		if (order == null || isHidden(order)) {
			call.answer(404, ErrorBodies.main(ORDER_NOT_FOUND));
			return;
		}
		switch (isInTrouble(order) ? order.behaviour().ids() : IdDelivery.USUAL) {
			case FAULTS_FIRST -> call.answer(500, ErrorBodies.main(800003, order.behaviour().text()));
			case NOT_READY_FIRST -> call.answer(204, "");
			case UNREADABLE_FIRST -> call.answer(200, "{\"id\":\"" + orderId + "\",\"lineItems\":[{");
			case RESET_FIRST -> throw call.lose().reset();
			case THROTTLED_FIRST -> CheckoutHandler.fail(call, new CheckoutAnswer.Failure(429, ErrorFamily.USUAL), 0,
					TextVariant.PLAIN, this.settings.retryAfter());
			default -> call.answer(200, Json.text(body(order)));
		}
	}

	void orders(Exchange call, UUID customer) {
		List<ObjectNode> items = this.carts.ofCustomer(customer, MOST_LISTED)
			.stream()
			.filter((cart) -> cart.isOrdered() && elapsed(cart) >= this.settings.listLag().toMillis())
			.flatMap((cart) -> SimulatedOrder.of(cart, this.behaviours.of(cart.key())).stream())
			.filter((order) -> order.behaviour().work() != TrueEffect.DONE_UNLISTED)
			.map(this::body)
			.toList();
		call.answer(200, ResourceBodies.collection(items));
	}

	void subscriptions(Exchange call, UUID customer, String orderId) {
		SimulatedOrder order = find(customer, orderId);
		call.answer(200, (order == null || isHidden(order)) ? ResourceBodies.collection(List.of())
				: this.bodies.subscriptions(order, Math.max(1, elapsed(order.cart()))));
	}

	void clear() {
		this.reads.clear();
	}

	private ObjectNode body(SimulatedOrder order) {
		return this.bodies.order(order, Math.max(1, elapsed(order.cart())), false);
	}

	private long elapsed(CartState cart) {
		return this.clock.millis() - (long) cart.orderedAt();
	}

	private boolean isInTrouble(SimulatedOrder order) {
		return elapsed(order.cart()) < this.settings.trouble().toMillis();
	}

	private boolean isHidden(SimulatedOrder order) {
		IdDelivery ids = order.behaviour().ids();
		return ids == IdDelivery.NOT_FOUND || (ids == IdDelivery.NOT_FOUND_FIRST && isInTrouble(order));
	}

	private @Nullable SimulatedOrder find(UUID customer, String orderId) {
		OrderRef found = this.carts.order(orderId);
		CartState cart = (found != null) ? this.carts.get(found.cart()) : null;
		if (found == null || cart == null || !cart.key().customer().equals(customer)) {
			return null;
		}
		List<SimulatedOrder> orders = SimulatedOrder.of(cart, this.behaviours.of(cart.key()));
		return (found.order() < orders.size()) ? orders.get(found.order()) : null;
	}

}
