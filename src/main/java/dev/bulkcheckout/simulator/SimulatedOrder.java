package dev.bulkcheckout.simulator;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.bulkcheckout.simulator.CartTable.CartState;
import dev.bulkcheckout.simulator.OrderIds.Form;
import dev.bulkcheckout.simulator.Product.Line;

/**
 * An order that the checkout of a cart makes, or would make.
 *
 * @param cart the cart
 * @param behaviour what the cart does
 * @param number from 0
 */
record SimulatedOrder(CartState cart, Behaviour behaviour, int number) {

	/** The orders of a cart. */
	static List<SimulatedOrder> of(CartState cart, Behaviour behaviour) {
		return IntStream.range(0, behaviour.product().orders().size())
			.mapToObj((number) -> new SimulatedOrder(cart, behaviour, number))
			.toList();
	}

	long hash() {
		return this.cart.key().hash();
	}

	UUID customer() {
		return this.cart.key().customer();
	}

	/** The id as the checkout writes it. */
	String id() {
		return this.behaviour.capitals() ? readId().toUpperCase(Locale.ROOT) : readId();
	}

	/** The id as all later answers write it. */
	String readId() {
		return OrderIds.orderId(hash(), this.number, form());
	}

	/** Another id, which nobody needs. */
	String alternateId() {
		return (form() == Form.LONG) ? OrderIds.orderId(hash(), this.number, Form.TWELVE_HEX) : readId();
	}

	List<OrderedLine> lines() {
		return IntStream.range(0, this.behaviour.product().orders().get(this.number).size())
			.mapToObj((line) -> new OrderedLine(this, line))
			.toList();
	}

	/** Of all its lines. */
	BigDecimal price() {
		return lines().stream()
			.map((line) -> BigDecimal.valueOf((long) line.what().cents * line.what().quantity, 2))
			.reduce(BigDecimal.ZERO, BigDecimal::add);
	}

	private Form form() {
		if (this.behaviour.capitals()) {
			return Form.GUID;
		}
		Form[] forms = Form.values();
		return (this.behaviour.product().orders().size() > 1) ? forms[(this.number + 1) % forms.length]
				: forms[(int) Math.floorMod(hash() >>> 48, (long) forms.length)];
	}

	/**
	 * A line of an order.
	 *
	 * @param order its order
	 * @param number from 0
	 */
	record OrderedLine(SimulatedOrder order, int number) {

		Line what() {
			return this.order.behaviour.product().orders().get(this.order.number).get(this.number);
		}

		String name() {
			return this.order.behaviour.text().of(what().friendlyName);
		}

		String offerId() {
			return what().sku.isEmpty() ? what().product : what().product + ':' + what().sku + ':' + what().availability
					+ OrderIds.availability(this.order.hash(), this.order.number, this.number);
		}

		String subscriptionId() {
			String id = OrderIds.subscriptionId(this.order.hash(), this.order.number, this.number);
			return (what() == Line.AZURE) ? id.toUpperCase(Locale.ROOT) : id;
		}

	}

}
