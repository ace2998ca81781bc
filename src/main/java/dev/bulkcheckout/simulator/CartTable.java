package dev.bulkcheckout.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The carts that were asked for, in about 60 bytes each: what a cart holds follows from
 * its id, so only how often and when is kept. Carts are numbered from 0 as they come.
 */
final class CartTable {

	private static final int CHUNK_BITS = 14;

	private static final int CHUNK = 1 << CHUNK_BITS;

	private static final int NONE = -1;

	private final ReentrantLock lock = new ReentrantLock();

	private final List<Chunk> chunks = new ArrayList<>();

	private int size;

	private int ordered;

	private int[] byCart = emptyIndex(1 << 10);

	private int[] byCustomer = emptyIndex(1 << 10);

	private int customers;

	/**
	 * Counts a checkout of this cart.
	 * @return the cart's state, this checkout included
	 */
	CartState attempt(CartKey key) {
		this.lock.lock();
		try {
			int number = find(key.hash(), key);
			if (number == NONE) {
				number = add(key);
			}
			Chunk chunk = chunk(number);
			chunk.attempts[slot(number)]++;
			return state(number);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Orders a cart unless it is ordered already.
	 * @param millis since the start, 0 or more
	 * @return when the cart was ordered
	 */
	int order(int number, int millis) {
		this.lock.lock();
		try {
			int[] orderedAt = chunk(number).orderedAt;
			if (orderedAt[slot(number)] == NONE) {
				orderedAt[slot(number)] = millis;
				this.ordered++;
			}
			return orderedAt[slot(number)];
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The state of a cart; one that was never asked for has number -1. */
	CartState find(CartKey key) {
		this.lock.lock();
		try {
			int number = find(key.hash(), key);
			return (number == NONE) ? new CartState(NONE, key, 0, NONE) : state(number);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The carts of this customer whose hashes end in these {@link OrderIds#BITS} bits.
	 */
	List<CartState> find(long customerHigh, long customerLow, long hashTail) {
		this.lock.lock();
		try {
			List<CartState> found = new ArrayList<>(1);
			int mask = this.byCart.length - 1;
			for (int i = (int) hashTail & mask; this.byCart[i] != NONE; i = (i + 1) & mask) {
				CartKey key = key(this.byCart[i]);
				if (key.customerHigh() == customerHigh && key.customerLow() == customerLow
						&& OrderIds.tail(key.hash()) == hashTail) {
					found.add(state(this.byCart[i]));
				}
			}
			return found;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The newest carts of a customer, at most so many. */
	List<CartState> ofCustomer(long customerHigh, long customerLow, int most) {
		this.lock.lock();
		try {
			List<CartState> found = new ArrayList<>();
			int number = this.byCustomer[customerSlot(this.byCustomer, customerHigh, customerLow)];
			while (number != NONE && found.size() < most) {
				found.add(state(number));
				number = chunk(number).previous[slot(number)];
			}
			return found;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The cart with this number. */
	CartState get(int number) {
		this.lock.lock();
		try {
			return state(number);
		}
		finally {
			this.lock.unlock();
		}
	}

	int size() {
		this.lock.lock();
		try {
			return this.size;
		}
		finally {
			this.lock.unlock();
		}
	}

	int ordered() {
		this.lock.lock();
		try {
			return this.ordered;
		}
		finally {
			this.lock.unlock();
		}
	}

	void clear() {
		this.lock.lock();
		try {
			this.chunks.clear();
			this.size = 0;
			this.ordered = 0;
			this.customers = 0;
			this.byCart = emptyIndex(1 << 10);
			this.byCustomer = emptyIndex(1 << 10);
		}
		finally {
			this.lock.unlock();
		}
	}

	private int find(long hash, CartKey key) {
		int mask = this.byCart.length - 1;
		int i = (int) hash & mask;
		while (this.byCart[i] != NONE && !matches(this.byCart[i], key)) {
			i = (i + 1) & mask;
		}
		return this.byCart[i];
	}

	private int add(CartKey key) {
		int number = this.size++;
		if (slot(number) == 0) {
			this.chunks.add(new Chunk());
		}
		Chunk chunk = chunk(number);
		int slot = slot(number);
		chunk.ids[4 * slot] = key.customerHigh();
		chunk.ids[4 * slot + 1] = key.customerLow();
		chunk.ids[4 * slot + 2] = key.cartHigh();
		chunk.ids[4 * slot + 3] = key.cartLow();
		if (this.size > this.byCart.length / 4 * 3) {
			this.byCart = grown(this.byCart, false);
		}
		put(this.byCart, key.hash(), number);
		int i = customerSlot(this.byCustomer, key.customerHigh(), key.customerLow());
		chunk.previous[slot] = this.byCustomer[i];
		if (this.byCustomer[i] == NONE) {
			this.customers++;
		}
		this.byCustomer[i] = number;
		if (this.customers > this.byCustomer.length / 4 * 3) {
			this.byCustomer = grown(this.byCustomer, true);
		}
		return number;
	}

	private int[] grown(int[] index, boolean customers) {
		int[] grown = emptyIndex(2 * index.length);
		for (int number : index) {
			if (number != NONE) {
				CartKey key = key(number);
				put(grown, customers ? CartKey.customerHash(key.customerHigh(), key.customerLow()) : key.hash(),
						number);
			}
		}
		return grown;
	}

	private static void put(int[] index, long hash, int number) {
		int mask = index.length - 1;
		int i = (int) hash & mask;
		while (index[i] != NONE) {
			i = (i + 1) & mask;
		}
		index[i] = number;
	}

	private int customerSlot(int[] index, long high, long low) {
		int mask = index.length - 1;
		int i = (int) CartKey.customerHash(high, low) & mask;
		while (index[i] != NONE) {
			long[] ids = chunk(index[i]).ids;
			int at = 4 * slot(index[i]);
			if (ids[at] == high && ids[at + 1] == low) {
				break;
			}
			i = (i + 1) & mask;
		}
		return i;
	}

	private boolean matches(int number, CartKey key) {
		long[] ids = chunk(number).ids;
		int at = 4 * slot(number);
		return ids[at + 3] == key.cartLow() && ids[at + 2] == key.cartHigh() && ids[at] == key.customerHigh()
				&& ids[at + 1] == key.customerLow();
	}

	private CartKey key(int number) {
		long[] ids = chunk(number).ids;
		int at = 4 * slot(number);
		return new CartKey(ids[at], ids[at + 1], ids[at + 2], ids[at + 3]);
	}

	private CartState state(int number) {
		Chunk chunk = chunk(number);
		return new CartState(number, key(number), chunk.attempts[slot(number)], chunk.orderedAt[slot(number)]);
	}

	private Chunk chunk(int number) {
		return this.chunks.get(number >>> CHUNK_BITS);
	}

	private static int slot(int number) {
		return number & (CHUNK - 1);
	}

	private static int[] emptyIndex(int length) {
		int[] index = new int[length];
		Arrays.fill(index, NONE);
		return index;
	}

	/**
	 * A cart as it was when asked.
	 *
	 * @param number -1 if nobody ever checked it out
	 * @param key its ids
	 * @param attempts checkouts so far
	 * @param orderedAt milliseconds since the start, -1 if it is not ordered
	 */
	record CartState(int number, CartKey key, int attempts, int orderedAt) {

		boolean isOrdered() {
			return this.orderedAt >= 0;
		}

		CartState orderedAt(int millis) {
			return new CartState(this.number, this.key, this.attempts, millis);
		}

	}

	private static final class Chunk {

		final long[] ids = new long[4 * CHUNK];

		final int[] orderedAt = new int[CHUNK];

		final int[] previous = new int[CHUNK];

		final int[] attempts = new int[CHUNK];

		Chunk() {
			Arrays.fill(this.orderedAt, NONE);
		}

	}

}
