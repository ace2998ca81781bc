package dev.bulkcheckout.partnercenter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderError;
import dev.bulkcheckout.cart.OrderId;
import dev.bulkcheckout.cart.OrderLineItem;

/**
 * Reads orders out of answers. Liberal in everything but the id: an order without one
 * cannot be found again, so it is not read as an order. Sources: "Check out a cart", "Get
 * an order by ID", "Order resources" (read 2026-11).
 */
public final class OrderReader {

	private OrderReader() {
	}

	/**
	 * Reads the answer to a checkout: a CartCheckoutResult, or one Order without the
	 * envelope, as the second example on "Check out a cart" (read 2026-11) prints it.
	 * @param asked the customer whose cart it was; another one in an order is noted
	 * @throws UnreadableAnswerException if there are neither orders nor order errors, or
	 * an order without an id
	 */
	public static CartCheckoutResult checkoutResult(Body body, CustomerId asked) throws UnreadableAnswerException {
		ResultBody result = LenientJson.read(body, ResultBody.class);
		refuseNoList("orders", result.orders());
		refuseNoList("orderErrors", result.orderErrors());
		List<@Nullable OrderBody> bodies = new ArrayList<>(orEmpty(result.orders()));
		if (result.isBareOrder()) {
			bodies.add(LenientJson.read(body, OrderBody.class));
		}
		List<String> notes = new ArrayList<>();
		Map<OrderId, Order> orders = new LinkedHashMap<>();
		for (OrderBody each : bodies) {
			Order order = (each != null) ? each.order(asked, notes) : null;
			if (order == null) {
				throw new UnreadableAnswerException("it holds an order without an id");
			}
			if (orders.putIfAbsent(order.id(), order) != null) {
				notes.add("order " + order.id() + " came twice in one answer");
			}
		}
		List<OrderError> orderErrors = orEmpty(result.orderErrors()).stream()
			.map((error) -> (error != null) ? error.orderError() : new OrderError(null, null, null))
			.toList();
		if (orders.isEmpty() && orderErrors.isEmpty()) {
			throw new UnreadableAnswerException("it holds neither orders nor orderErrors");
		}
		return new CartCheckoutResult(List.copyOf(orders.values()), orderErrors, notes);
	}

	/**
	 * Reads the answer to a question for one order.
	 * @throws UnreadableAnswerException also if it is another order, whose ids must not
	 * be taken for this one's
	 */
	public static OrderAnswer order(Body body, CustomerId asked, OrderId id) throws UnreadableAnswerException {
		List<String> notes = new ArrayList<>();
		Order order = LenientJson.read(body, OrderBody.class).order(asked, notes);
		if (order == null) {
			throw new UnreadableAnswerException("it is no order with an id");
		}
		String alternate = LenientJson.filled(order.alternateId());
		if (!order.id().equals(id) && (alternate == null || !new OrderId(alternate).equals(id))) {
			throw new UnreadableAnswerException("it is order " + order.id() + ", asked for was " + id);
		}
		return new OrderAnswer(order, notes);
	}

	/**
	 * Reads a list of orders. Entries without an id are left out and noted.
	 */
	public static Listing<Order> orders(Body body, CustomerId asked) throws UnreadableAnswerException {
		OrdersBody orders = LenientJson.read(body, OrdersBody.class);
		return Listing.of(orders.items(), (order, notes) -> order.order(asked, notes), orders.totalCount(),
				orders.links());
	}

	/**
	 * Tells whether a body names orders or order errors at all, readable or not: such an
	 * answer is never taken for a plain refusal.
	 */
	public static boolean speaksOfOrders(Body body) {
		try {
			ResultBody result = LenientJson.read(body, ResultBody.class);
			return isFilled(result.orders()) || isFilled(result.orderErrors()) || result.isBareOrder();
		}
		catch (UnreadableAnswerException ex) {
			return false;
		}
	}

	private static boolean isFilled(@Nullable List<?> list) {
		return list != null && (list == LenientJson.NO_LIST || !list.isEmpty());
	}

	private static void refuseNoList(String name, @Nullable List<?> list) throws UnreadableAnswerException {
		if (list == LenientJson.NO_LIST) {
			throw new UnreadableAnswerException("its " + name + " are no list");
		}
	}

	private static <T extends @Nullable Object> List<T> orEmpty(@Nullable List<T> list) {
		return (list != null) ? list : List.of();
	}

	private static @Nullable BigDecimal amount(LenientJson.@Nullable Money money, String what, List<String> notes) {
		if (money != null && money.amount() == null) {
			notes.add(what + " cannot be read");
		}
		return (money != null) ? money.amount() : null;
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Attributes(@Nullable String objectType) {
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record ResultBody(@Nullable List<@Nullable OrderBody> orders, @Nullable List<@Nullable ErrorBody> orderErrors,
			@Nullable Attributes attributes, @Nullable List<@Nullable LineBody> lineItems,
			@Nullable String creationDate) {

		/**
		 * A cart has an id and lines as well; taking it for an order would invent one.
		 */
		boolean isBareOrder() {
			if (this.orders != null || this.orderErrors != null) {
				return false;
			}
			String type = (this.attributes != null) ? this.attributes.objectType() : null;
			return (type != null) ? type.equalsIgnoreCase("Order")
					: this.lineItems != null && this.creationDate != null;
		}

	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record ErrorBody(@Nullable String orderGroupId, @Nullable String code, @Nullable String description) {

		OrderError orderError() {
			return new OrderError(this.orderGroupId, LenientJson.filled(this.code), this.description);
		}

	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record OrdersBody(@Nullable List<@Nullable OrderBody> items, @Nullable Long totalCount,
			Listing.@Nullable Links links) {
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record OrderBody(@Nullable String id, @Nullable String alternateId, @Nullable String referenceCustomerId,
			@Nullable String status, @Nullable String billingCycle, @Nullable String currencyCode,
			@Nullable String creationDate, LenientJson.@Nullable Money totalPrice,
			@Nullable List<@Nullable LineBody> lineItems) {

		/**
		 * @return null if it has no id
		 */
		@Nullable Order order(CustomerId asked, List<String> notes) {
			String id = LenientJson.filled(this.id);
			if (id == null) {
				return null;
			}
			String customer = this.referenceCustomerId;
			if (customer != null && !customer.equalsIgnoreCase(asked.value())) {
				notes.add("order %s names customer %s, asked for was %s".formatted(id, customer, asked));
			}
			return new Order(new OrderId(id), this.alternateId, this.status, this.billingCycle, this.currencyCode,
					this.creationDate, amount(this.totalPrice, "the total price of order " + id, notes),
					lines(id, notes));
		}

		private List<OrderLineItem> lines(String id, List<String> notes) {
			List<LineBody> lines = orEmpty(this.lineItems).stream().filter(Objects::nonNull).toList();
			boolean numbered = areNumbered(lines);
			if (!numbered) {
				notes.add("order " + id + " does not number its lines uniquely: numbered by position");
			}
			List<OrderLineItem> items = new ArrayList<>();
			for (LineBody line : lines) {
				Long number = line.lineItemNumber();
				items.add(line.item((numbered && number != null) ? number.intValue() : items.size(), id, notes));
			}
			return items;
		}

		private static boolean areNumbered(List<LineBody> lines) {
			Set<Long> numbers = new HashSet<>();
			for (LineBody line : lines) {
				Long number = line.lineItemNumber();
				if (number == null || number < 0 || number > Integer.MAX_VALUE || !numbers.add(number)) {
					return false;
				}
			}
			return true;
		}

	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record LineBody(@Nullable Long lineItemNumber, @Nullable String offerId, @Nullable String friendlyName,
			@Nullable Long quantity, @Nullable String termDuration, @Nullable String subscriptionId,
			@Nullable LineLinks links, @Nullable Pricing pricing) {

		OrderLineItem item(int number, String order, List<String> notes) {
			Listing.Link link = (this.links != null) ? this.links.subscription() : null;
			LenientJson.Money price = (this.pricing != null) ? this.pricing.extendedPrice() : null;
			return new OrderLineItem(number, this.offerId, this.friendlyName, this.quantity, this.termDuration,
					Subscription.id(this.subscriptionId, (link != null) ? link.uri() : null), link != null,
					amount(price, "the price of line " + number + " of order " + order, notes));
		}

	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record LineLinks(Listing.@Nullable Link subscription) {
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Pricing(LenientJson.@Nullable Money extendedPrice) {
	}

}
