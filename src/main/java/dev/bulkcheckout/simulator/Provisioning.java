package dev.bulkcheckout.simulator;

import java.util.List;

import dev.bulkcheckout.simulator.Product.Line;

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
	long idAfter(long cartHash, Behaviour behaviour, int order, int line) {
		Line what = behaviour.product().orders().get(order).get(line);
		if (isWithheld(behaviour, what, line)) {
			return NEVER;
		}
		long delay = delay(cartHash, order);
		return switch (behaviour.ids()) {
			case NEVER, SUBSCRIPTIONS_ONLY -> NEVER;
			case LATE, COMPLETED_FIRST -> delay;
			case VERY_LATE -> VERY_LATE * delay;
			default -> switch (what.id) {
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
	long listedAfter(long cartHash, Behaviour behaviour, int order, int line) {
		Line what = behaviour.product().orders().get(order).get(line);
		if (isWithheld(behaviour, what, line) || behaviour.ids() == IdDelivery.NEVER) {
			return NEVER;
		}
		if (behaviour.ids() == IdDelivery.SUBSCRIPTIONS_ONLY) {
			return delay(cartHash, order);
		}
		return (what.id == Product.Id.IN_SUBSCRIPTIONS) ? 0 : idAfter(cartHash, behaviour, order, line);
	}

	/** Whether anybody who waits long enough gets to see the id of a line. */
	boolean isEverShown(long cartHash, Behaviour behaviour, int order, int line) {
		long after = idAfter(cartHash, behaviour, order, line);
		if (behaviour.ids() == IdDelivery.NOT_FOUND) {
			return after == 0;
		}
		return after != NEVER || listedAfter(cartHash, behaviour, order, line) != NEVER;
	}

	/** The status of an order so many milliseconds after it was made; empty for none. */
	String status(long cartHash, Behaviour behaviour, int order, long elapsed) {
		OrderFate fate = behaviour.fate();
		if (fate == OrderFate.NO_STATUS) {
			return "";
		}
		if (!fate.status().isEmpty()) {
			return (elapsed < delay(cartHash, order)) ? "pending" : fate.status();
		}
		if (behaviour.ids() == IdDelivery.COMPLETED_FIRST) {
			return "completed";
		}
		return (elapsed < completedAfter(cartHash, behaviour, order)) ? "pending" : "completed";
	}

	private long completedAfter(long cartHash, Behaviour behaviour, int order) {
		List<Line> lines = behaviour.product().orders().get(order);
		boolean late = behaviour.ids() != IdDelivery.USUAL;
		if (!late && (lines.contains(Line.AZURE) || lines.contains(Line.SOFTWARE_SUBSCRIPTION))) {
			return 0;
		}
		long after = delay(cartHash, order);
		for (int line = 0; line < lines.size(); line++) {
			long id = idAfter(cartHash, behaviour, order, line);
			after = (id == NEVER) ? after : Math.max(after, id);
		}
		return after;
	}

	private static boolean isWithheld(Behaviour behaviour, Line what, int line) {
		return what.id == Product.Id.NEVER || behaviour.fate().withholdsIds()
				|| (behaviour.fate() == OrderFate.PARTIAL_SUCCESS && line > 0);
	}

	private long delay(long cartHash, int order) {
		return this.delay.nanosFor(cartHash + order) / 1_000_000;
	}

}
