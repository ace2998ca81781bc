package dev.bulkcheckout.input;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.bulkcheckout.cart.Cart;

/**
 * Which carts were there before, and on which line; ids are compared without regard to
 * case. Takes at most 48 bytes a cart: two GUIDs and a line number side by side, found
 * through an open-addressing table of their numbers.
 */
final class SeenCarts {

	private static final int BLOCK = 4096;

	private static final int GUIDS = 4;

	private final List<long[]> guids = new ArrayList<>();

	private final List<int[]> lines = new ArrayList<>();

	private int size;

	/** Entry numbers from 1; 0 is free. A power of two, at most three quarters full. */
	private int[] table = new int[BLOCK];

	/**
	 * Remembers a cart, unless it was there before.
	 * @param line where the cart stands; at most 2,147,483,647
	 * @return the line that named the cart first, or 0 if this is the first
	 */
	long firstLineOrAdd(Cart cart, long line) {
		UUID customer = UUID.fromString(cart.customer().value());
		UUID id = UUID.fromString(cart.id().value());
		long[] key = { customer.getMostSignificantBits(), customer.getLeastSignificantBits(),
				id.getMostSignificantBits(), id.getLeastSignificantBits() };
		int slot = slotOf(key);
		if (this.table[slot] != 0) {
			return lineOf(this.table[slot] - 1);
		}
		add(key, Math.toIntExact(line));
		this.table[slot] = this.size;
		if (this.size > this.table.length / 4 * 3) {
			grow();
		}
		return 0;
	}

	/**
	 * What the carts take, in bytes, without the objects around them.
	 */
	long bytes() {
		return this.guids.size() * (long) BLOCK * (GUIDS * Long.BYTES + Integer.BYTES)
				+ (long) this.table.length * Integer.BYTES;
	}

	private int slotOf(long[] key) {
		int mask = this.table.length - 1;
		int slot = hash(key, 0) & mask;
		while (this.table[slot] != 0 && !isEntry(this.table[slot] - 1, key)) {
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	private boolean isEntry(int entry, long[] key) {
		long[] block = this.guids.get(entry / BLOCK);
		int start = entry % BLOCK * GUIDS;
		return block[start] == key[0] && block[start + 1] == key[1] && block[start + 2] == key[2]
				&& block[start + 3] == key[3];
	}

	private int lineOf(int entry) {
		return this.lines.get(entry / BLOCK)[entry % BLOCK];
	}

	private void add(long[] key, int line) {
		if (this.size % BLOCK == 0) {
			this.guids.add(new long[BLOCK * GUIDS]);
			this.lines.add(new int[BLOCK]);
		}
		System.arraycopy(key, 0, this.guids.getLast(), this.size % BLOCK * GUIDS, GUIDS);
		this.lines.getLast()[this.size % BLOCK] = line;
		this.size++;
	}

	private void grow() {
		int[] larger = new int[this.table.length * 2];
		int mask = larger.length - 1;
		for (int entry = 0; entry < this.size; entry++) {
			int slot = hash(this.guids.get(entry / BLOCK), entry % BLOCK * GUIDS) & mask;
			while (larger[slot] != 0) {
				slot = (slot + 1) & mask;
			}
			larger[slot] = entry + 1;
		}
		this.table = larger;
	}

	/**
	 * Mixes all bits: carts of a test or of one tool may differ in few of them.
	 */
	private static int hash(long[] guids, int start) {
		long hash = 0;
		for (int i = start; i < start + GUIDS; i++) {
			hash = (hash ^ guids[i]) * 0x9E3779B97F4A7C15L;
			hash ^= hash >>> 32;
		}
		return (int) hash;
	}

}
