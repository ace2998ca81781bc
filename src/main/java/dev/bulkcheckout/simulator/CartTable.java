package dev.bulkcheckout.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The carts that were checked out, in the order in which they came: how often and when.
 * What a cart holds follows from its id.
 */
final class CartTable {

	private final List<CartState> carts = new ArrayList<>();

	private final Map<CartKey, Integer> numbers = new HashMap<>();

	private final Map<UUID, List<Integer>> ofCustomers = new HashMap<>();

	private final Map<String, OrderRef> orders = new HashMap<>();

	private int ordered;

	/**
	 * Counts a checkout of this cart.
	 * @return the cart's state, this checkout included
	 */
	synchronized CartState attempt(CartKey key) {
		CartState before = find(key);
		int number = before.number();
		if (number < 0) {
			number = this.carts.size();
			this.carts.add(before);
			this.numbers.put(key, number);
			this.ofCustomers.computeIfAbsent(key.customer(), (unused) -> new ArrayList<>()).add(number);
		}
		CartState after = new CartState(number, key, before.attempts() + 1, before.orderedAt());
		this.carts.set(number, after);
		return after;
	}

	/**
	 * Orders a cart unless it is ordered already.
	 * @param millis since the start, 0 or more
	 * @param orderIds of its orders
	 * @return the cart's state
	 */
	synchronized CartState order(int number, int millis, List<String> orderIds) {
		CartState cart = this.carts.get(number);
		if (!cart.isOrdered()) {
			cart = new CartState(number, cart.key(), cart.attempts(), millis);
			this.carts.set(number, cart);
			this.ordered++;
		}
		for (int order = 0; order < orderIds.size(); order++) {
			this.orders.put(name(orderIds.get(order)), new OrderRef(number, order));
		}
		return cart;
	}

	/** The state of a cart; one that was never checked out has number -1. */
	synchronized CartState find(CartKey key) {
		Integer number = this.numbers.get(key);
		return (number != null) ? this.carts.get(number) : new CartState(-1, key, 0, -1);
	}

	/**
	 * Which order of which cart this is.
	 * @return null if there is none
	 */
	synchronized @Nullable OrderRef order(String orderId) {
		return this.orders.get(name(orderId));
	}

	/** The newest carts of a customer, at most so many. */
	synchronized List<CartState> ofCustomer(UUID customer, int most) {
		List<Integer> found = this.ofCustomers.getOrDefault(customer, List.of()).reversed();
		return found.stream().limit(most).map(this.carts::get).toList();
	}

	/** The cart with this number. */
	synchronized CartState get(int number) {
		return this.carts.get(number);
	}

	synchronized int size() {
		return this.carts.size();
	}

	synchronized int ordered() {
		return this.ordered;
	}

	synchronized void clear() {
		this.carts.clear();
		this.numbers.clear();
		this.ofCustomers.clear();
		this.orders.clear();
		this.ordered = 0;
	}

	/** GUIDs are compared without case, the other forms with it. */
	private static String name(String orderId) {
		return CartKey.isGuid(orderId) ? orderId.toLowerCase(Locale.ROOT) : orderId;
	}

	/**
	 * An order by its cart.
	 *
	 * @param cart the cart's number
	 * @param order its place among the cart's orders
	 */
	record OrderRef(int cart, int order) {
	}

	/**
	 * A cart as it was when asked.
	 *
	 * @param number from 0; -1 if nobody ever checked it out
	 * @param key its ids
	 * @param attempts checkouts so far
	 * @param orderedAt milliseconds since the start, -1 if it is not ordered
	 */
	record CartState(int number, CartKey key, int attempts, int orderedAt) {

		boolean isOrdered() {
			return this.orderedAt >= 0;
		}

	}

}
