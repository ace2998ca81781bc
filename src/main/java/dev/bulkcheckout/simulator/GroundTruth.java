package dev.bulkcheckout.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.bulkcheckout.simulator.CartTable.CartState;
import dev.bulkcheckout.simulator.CartTruth.LineTruth;
import dev.bulkcheckout.simulator.CartTruth.OrderTruth;
import dev.bulkcheckout.simulator.Product.Line;

/** Tells what really happened. */
final class GroundTruth {

	private final CartTable carts;

	private final Behaviours behaviours;

	private final Provisioning provisioning;

	GroundTruth(CartTable carts, Behaviours behaviours, Provisioning provisioning) {
		this.carts = carts;
		this.behaviours = behaviours;
		this.provisioning = provisioning;
	}

	/** Every cart that was asked for, as they came. */
	Stream<CartTruth> all() {
		return IntStream.range(0, this.carts.size()).mapToObj((number) -> of(this.carts.get(number)));
	}

	CartTruth of(CartState cart) {
		Behaviour behaviour = this.behaviours.of(cart.key());
		return new CartTruth(cart.key().customer(), cart.key().cart(), cart.attempts(), cart.isOrdered(),
				outcome(cart, behaviour), cart.isOrdered() ? orders(cart, behaviour) : List.of(), behaviour.toString());
	}

	private static String outcome(CartState cart, Behaviour behaviour) {
		if (cart.isOrdered()) {
			if (behaviour.work() == TrueEffect.DONE_UNLISTED && !behaviour.endsFine()) {
				return "ALREADY_ORDERED";
			}
			return (behaviour.answer() instanceof CheckoutAnswer.Success success
					&& success.face() == BodyVariant.ORDERS_AND_ERRORS) ? "PARTIALLY_ORDERED" : "ORDERED";
		}
		return switch (behaviour.answer()) {
			case CheckoutAnswer.Broken broken -> "UNKNOWN";
			case CheckoutAnswer.Success success ->
				(success.face() == BodyVariant.ONLY_ERRORS || success.face() == BodyVariant.CODE) ? "REFUSED"
						: "UNKNOWN";
			case CheckoutAnswer.Failure failure ->
				isRefusal(failure.status(), behaviour.code()) ? "REFUSED" : "UNKNOWN";
		};
	}

	private static boolean isRefusal(int status, int code) {
		return switch (status) {
			case 401, 408, 409, 429 -> false;
			case 400 -> code != 800065;
			default -> status >= 400 && status < 500;
		};
	}

	private List<OrderTruth> orders(CartState cart, Behaviour behaviour) {
		long hash = cart.key().hash();
		List<OrderTruth> orders = new ArrayList<>();
		List<List<Line>> made = behaviour.product().orders();
		for (int order = 0; order < made.size(); order++) {
			List<LineTruth> lines = new ArrayList<>();
			for (int line = 0; line < made.get(order).size(); line++) {
				lines.add(line(hash, behaviour, order, line));
			}
			orders.add(new OrderTruth(OrderBodies.orderId(cart, behaviour, order), List.copyOf(lines)));
		}
		return List.copyOf(orders);
	}

	private LineTruth line(long hash, Behaviour behaviour, int order, int line) {
		String offerId = OrderBodies.offerId(hash, behaviour, order, line);
		if (this.provisioning.isEverShown(hash, behaviour, order, line)) {
			return new LineTruth(line, offerId, OrderBodies.subscriptionId(hash, behaviour, order, line),
					"PROVISIONED");
		}
		Product.Id id = behaviour.product().orders().get(order).get(line).id;
		String state = switch (behaviour.fate()) {
			case ERROR, CANCELLED, PO_REVIEW_REJECTED, PARTIAL_SUCCESS -> "ORDER_FAILED";
			default -> (id == Product.Id.NEVER) ? "NOT_EXPECTED" : "MISSING";
		};
		return new LineTruth(line, offerId, null, state);
	}

}
