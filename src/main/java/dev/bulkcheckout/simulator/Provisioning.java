package dev.bulkcheckout.simulator;

import java.util.List;

import dev.bulkcheckout.simulator.Product.Line;
import dev.bulkcheckout.simulator.SimulatedOrder.OrderedLine;

/** When an order shows what: its subscription ids and its status. */
final class Provisioning {

	/** Not in this life. */
	static final long NEVER = Long.MAX_VALUE;

	private static final int STILL = 3;

	private static final int VERY_LATE = 10;

	private final Latency delay;

	Provisioning(Latency delay) {
		this.delay = delay;
	}

	/** Milliseconds since the order after which the order shows a line's id. */
	long idAfter(OrderedLine line) {
		if (isWithheld(line)) {
			return NEVER;
		}
		long delay = delay(line.order());
		return switch (line.order().behaviour().ids()) {
			case NEVER, SUBSCRIPTIONS_ONLY -> NEVER;
			case LATE, COMPLETED_FIRST, NIL_FIRST -> delay;
			case VERY_LATE -> VERY_LATE * delay;
			default -> switch (line.what().id) {
				case AT_ONCE -> 0;
				case LATER -> delay;
				case LATER_STILL -> STILL * delay;
				case IN_SUBSCRIPTIONS, NEVER -> NEVER;
			};
		};
	}

	/**
	 * Milliseconds since the order after which the subscriptions of the order list it.
	 */
	long listedAfter(OrderedLine line) {
		IdDelivery ids = line.order().behaviour().ids();
		if (isWithheld(line) || ids == IdDelivery.NEVER) {
			return NEVER;
		}
		if (ids == IdDelivery.SUBSCRIPTIONS_ONLY) {
			return delay(line.order());
		}
		return (line.what().id == Product.Id.IN_SUBSCRIPTIONS) ? 0 : idAfter(line);
	}

	/** Whether anybody who waits long enough gets to see the id of a line. */
	boolean isEverShown(OrderedLine line) {
		long after = idAfter(line);
		if (line.order().behaviour().ids() == IdDelivery.NOT_FOUND) {
			return after == 0;
		}
		return after != NEVER || listedAfter(line) != NEVER;
	}

	/** The status of an order so many milliseconds after it was made; empty for none. */
	String status(SimulatedOrder order, long elapsed) {
		OrderFate fate = order.behaviour().fate();
		if (fate == OrderFate.NO_STATUS) {
			return "";
		}
		if (!fate.status().isEmpty()) {
			return (elapsed < delay(order)) ? "pending" : fate.status();
		}
		if (order.behaviour().ids() == IdDelivery.COMPLETED_FIRST) {
			return "completed";
		}
		return (elapsed < completedAfter(order)) ? "pending" : "completed";
	}

	private long completedAfter(SimulatedOrder order) {
		List<OrderedLine> lines = order.lines();
		boolean late = order.behaviour().ids() != IdDelivery.USUAL;
		if (!late && lines.stream()
			.anyMatch((line) -> line.what() == Line.AZURE || line.what() == Line.SOFTWARE_SUBSCRIPTION)) {
			return 0;
		}
		return lines.stream()
			.mapToLong(this::idAfter)
			.filter((after) -> after != NEVER)
			.reduce(delay(order), Math::max);
	}

	private static boolean isWithheld(OrderedLine line) {
		OrderFate fate = line.order().behaviour().fate();
		return line.what().id == Product.Id.NEVER || fate.withholdsIds()
				|| (fate == OrderFate.PARTIAL_SUCCESS && line.number() > 0);
	}

	private long delay(SimulatedOrder order) {
		return this.delay.nanosFor(order.hash() + order.number()) / 1_000_000;
	}

}
