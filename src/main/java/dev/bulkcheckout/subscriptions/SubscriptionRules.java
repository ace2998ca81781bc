package dev.bulkcheckout.subscriptions;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderLineItem;
import dev.bulkcheckout.cart.OrderStatus;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.partnercenter.Subscription;

/**
 * What is known of the subscription id of an order line. Source: "Check out a cart", "Get
 * an order by ID" and "Get a list of subscriptions by order" (read 2026-11) and their
 * samples: an id can come with a pending order, a completed one can lack it for a moment,
 * and reservations and perpetual software never get one.
 */
final class SubscriptionRules {

	/** So many looks must agree before an id is no longer expected. */
	private static final int LOOKS_THAT_AGREE = 2;

	private final ProductRules products;

	SubscriptionRules(ProductRules products) {
		this.products = products;
	}

	/**
	 * What an order says of one of its lines.
	 */
	SubscriptionState state(Order order, OrderLineItem line) {
		if (line.subscriptionId() != null) {
			return SubscriptionState.PROVISIONED;
		}
		if (OrderStatus.of(order.status()).course() == OrderStatus.Course.FAILED || isCancelled(line)) {
			return SubscriptionState.ORDER_FAILED;
		}
		Optional<Boolean> expected = this.products.subscriptionExpected(line.offerId(), line.friendlyName());
		return (expected.isPresent() && !expected.get()) ? SubscriptionState.NOT_EXPECTED : SubscriptionState.AWAITED;
	}

	/**
	 * Source: "Cancel software purchases" (read 2026-11): a cancelled line has quantity
	 * 0.
	 */
	private static boolean isCancelled(OrderLineItem line) {
		Long quantity = line.quantity();
		return quantity != null && quantity == 0;
	}

	/**
	 * Whether it is worth to ask the second source early: the order looks like one whose
	 * lines never get an id. A hint and no more (inferred from published samples): an
	 * order can be completed some time before its id comes.
	 * @param looks how often the order was asked for, this time included
	 */
	boolean hintsAtNone(Order order, OrderLineItem line, int looks) {
		return looks >= LOOKS_THAT_AGREE && OrderStatus.of(order.status()) == OrderStatus.COMPLETED
				&& !line.subscriptionLinked() && isOneTime(order)
				&& this.products.subscriptionExpected(line.offerId(), line.friendlyName()).isEmpty();
	}

	/**
	 * No proof: savings plans are one-time purchases, too, and have a subscription, which
	 * the second source then shows.
	 */
	private static boolean isOneTime(Order order) {
		String cycle = order.billingCycle();
		return cycle != null && cycle.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "").equals("onetime");
	}

	/**
	 * The subscription of a line among those of its order: the only one of an order with
	 * one line, else the only one with the line's offer or name that no other line could
	 * claim.
	 * @return null if there is none or it cannot be told
	 */
	static @Nullable Subscription match(Order order, OrderLineItem line, List<Subscription> subscriptions) {
		List<Subscription> free = subscriptions.stream()
			.filter((subscription) -> isOf(order, subscription))
			.filter((subscription) -> order.lineItems()
				.stream()
				.noneMatch((other) -> subscription.id().equalsIgnoreCase(other.subscriptionId())))
			.toList();
		long open = order.lineItems().stream().filter((other) -> other.subscriptionId() == null).count();
		if (open == 1 && free.size() == 1 && order.lineItems().size() == 1) {
			return free.getFirst();
		}
		List<Subscription> alike = free.stream().filter((subscription) -> isAlike(line, subscription)).toList();
		long claims = order.lineItems()
			.stream()
			.filter((other) -> other.subscriptionId() == null && alike.size() == 1 && isAlike(other, alike.getFirst()))
			.count();
		return (alike.size() == 1 && claims == 1) ? alike.getFirst() : null;
	}

	/**
	 * A list that ignored its filter must not give the order another order's ids.
	 */
	static boolean isOf(Order order, Subscription subscription) {
		String of = subscription.orderId();
		return of == null || of.isBlank() || of.equalsIgnoreCase(order.id().value())
				|| of.equalsIgnoreCase(order.alternateId());
	}

	private static boolean isAlike(OrderLineItem line, Subscription subscription) {
		boolean sameOffer = subscription.offerId() != null && subscription.offerId().equalsIgnoreCase(line.offerId());
		boolean sameName = subscription.offerId() == null && subscription.friendlyName() != null
				&& subscription.friendlyName().equals(line.friendlyName());
		boolean sameQuantity = subscription.quantity() == null || line.quantity() == null
				|| Objects.equals(subscription.quantity(), line.quantity());
		return (sameOffer || sameName) && sameQuantity;
	}

}
