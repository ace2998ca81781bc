package dev.bulkcheckout.simulator;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What really happened to a cart that was checked out at least once.
 *
 * @param customerId in lower case
 * @param cartId in lower case
 * @param checkouts how often it was checked out
 * @param ordered whether it was ordered
 * @param outcome what a careful client reports of it: ORDERED, PARTIALLY_ORDERED,
 * ALREADY_ORDERED, REFUSED or UNKNOWN
 * @param orders the orders, empty if it was not ordered
 * @param behaviour what it was told to do, in the words of {@link Behaviour}
 */
public record CartTruth(String customerId, String cartId, int checkouts, boolean ordered, String outcome,
		List<OrderTruth> orders, String behaviour) {

	static final String CSV_HEADER = "customer-id,cart-id,outcome,checkouts,order-id,line-item-number,offer-id,"
			+ "subscription-id,subscription-state";

	/** One row for each line of an order, or one for a cart without orders. */
	Stream<String> csv() {
		String start = this.customerId + ',' + this.cartId + ',' + this.outcome + ',' + this.checkouts + ',';
		return this.orders.isEmpty() ? Stream.of(start + ",,,,")
				: this.orders.stream()
					.flatMap((order) -> order.lines()
						.stream()
						.map((line) -> start + order.orderId() + ',' + line.lineItemNumber() + ',' + line.offerId()
								+ ',' + Objects.requireNonNullElse(line.subscriptionId(), "") + ',' + line.state()));
	}

	/**
	 * An order that was really made.
	 *
	 * @param orderId as the API writes it
	 * @param price of all its lines, in the cart's currency; 0 if it shows none
	 * @param lines in the order of their numbers
	 */
	public record OrderTruth(String orderId, BigDecimal price, List<LineTruth> lines) {
	}

	/**
	 * A line of an order.
	 *
	 * @param lineItemNumber from 0
	 * @param offerId as the API writes it
	 * @param subscriptionId that it gets sooner or later; null if never
	 * @param state what a patient client reports: PROVISIONED, MISSING, NOT_EXPECTED or
	 * ORDER_FAILED
	 */
	public record LineTruth(int lineItemNumber, String offerId, @Nullable String subscriptionId, String state) {
	}

}
