package dev.bulkcheckout.simulator;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.bulkcheckout.simulator.CartTable.CartState;
import dev.bulkcheckout.simulator.CartTruth.LineTruth;
import dev.bulkcheckout.simulator.CartTruth.OrderTruth;
import dev.bulkcheckout.simulator.SimulatedOrder.OrderedLine;

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
		List<OrderTruth> orders = SimulatedOrder.of(cart, behaviour)
			.stream()
			.map((order) -> new OrderTruth(order.id(), order.price(), order.lines().stream().map(this::line).toList()))
			.toList();
		return new CartTruth(cart.key().customer().toString(), cart.key().cart().toString(), cart.attempts(),
				cart.isOrdered(), outcome(cart, behaviour), cart.isOrdered() ? orders : List.of(),
				behaviour.toString());
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
			case 408, 409, 429 -> false;
			case 400 -> code != 800065;
			default -> status >= 400 && status < 500;
		};
	}

	private LineTruth line(OrderedLine line) {
		if (this.provisioning.isEverShown(line)) {
			return new LineTruth(line.number(), line.offerId(), line.subscriptionId(), "PROVISIONED");
		}
		String state = switch (line.order().behaviour().fate()) {
			case ERROR, CANCELLED, PO_REVIEW_REJECTED, PARTIAL_SUCCESS -> "ORDER_FAILED";
			default -> (line.what().id == Product.Id.NEVER) ? "NOT_EXPECTED" : "MISSING";
		};
		return new LineTruth(line.number(), line.offerId(), null, state);
	}

}
