package dev.bulkcheckout.simulator;

import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Order and subscription ids that follow from the cart, so that none has to be kept.
 * Source: "Order resources" and its samples (read 2026-11): an order id is a GUID, 12 hex
 * digits or 33 characters of mixed case with hyphens and underscores.
 */
final class OrderIds {

	/** Bits of a cart's hash that an order id holds; 3 more are the order's number. */
	static final int BITS = 45;

	private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	private static final long MASK48 = (1L << 48) - 1;

	private static final long ODD = 0x9E37_79B9_7F4BL;

	private static final long INVERSE = inverse(ODD);

	private static final long GUID_SALT = 0x5A5A_0F0F_3C3CL;

	private static final long LONG_SALT = 0x1234_5678_9ABCL;

	private OrderIds() {
	}

	/** The forms that occur. */
	enum Form {

		TWELVE_HEX, GUID, LONG

	}

	/** The end of a cart's hash that its order ids hold. */
	static long tail(long hash) {
		return hash & ((1L << BITS) - 1);
	}

	/** The id of the order with this number (0 to 7) of a cart. */
	static String orderId(long cartHash, int number, Form form) {
		long value = scramble(tail(cartHash) << 3 | number);
		return switch (form) {
			case TWELVE_HEX -> HexFormat.of().toHexDigits(value, 12);
			case GUID -> {
				long high = (StableRandom.of(cartHash, number) & ~0xF000L) | 0x4000L;
				long low = ((StableRandom.of(cartHash) >>> 14 << 48) & 0x3FFF_0000_0000_0000L) | 0x8000_0000_0000_0000L
						| (value ^ GUID_SALT);
				yield CartKey.guid(high, low);
			}
			case LONG -> longId(cartHash, number, value ^ LONG_SALT);
		};
	}

	/**
	 * What an order id says about its cart.
	 * @return the tail of the cart's hash, then 3 bits with the order's number; -1 if no
	 * order of ours has such an id
	 */
	static long decode(String orderId) {
		@Nullable Long value = switch (orderId.length()) {
			case 12 -> hex(orderId, 0);
			case 36 -> CartKey.isGuid(orderId) ? hex(orderId, 24) : null;
			case 33 -> fromLong(orderId);
			default -> null;
		};
		if (value == null) {
			return -1;
		}
		long salt = switch (orderId.length()) {
			case 36 -> GUID_SALT;
			case 33 -> LONG_SALT;
			default -> 0;
		};
		return unscramble(value ^ salt);
	}

	/** The id of the subscription that a line makes. */
	static String subscriptionId(long cartHash, int order, int line) {
		long high = StableRandom.of(cartHash + 1, order * 64L + line);
		long low = StableRandom.of(high, cartHash);
		return CartKey.guid((high & ~0xF000L) | 0x4000L, (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
	}

	/** Characters of a catalogue id that tell this cart's lines from all others'. */
	static String availability(long cartHash, int order, int line) {
		long value = StableRandom.of(cartHash + 2, order * 64L + line);
		StringBuilder text = new StringBuilder(8);
		for (int i = 0; i < 8; i++) {
			text.append(ALPHABET.charAt((int) Math.floorMod(value >>> (8 * i), 26L)));
		}
		return text.toString();
	}

	private static String longId(long cartHash, int number, long value) {
		StringBuilder id = new StringBuilder(33);
		append(id, value, 8);
		append(id, StableRandom.of(cartHash, number + 8L), 8);
		append(id, StableRandom.of(cartHash, number + 16L), 8);
		append(id, StableRandom.of(cartHash, number + 24L), 8);
		// a hyphen and an underscore in each, as a client must bear both
		id.setCharAt(10, '-');
		id.setCharAt(20, '_');
		return id.append('1').toString();
	}

	private static void append(StringBuilder id, long value, int count) {
		for (int i = 0; i < count; i++) {
			id.append(ALPHABET.charAt((int) (value >>> (6 * i)) & 0x3F));
		}
	}

	private static @Nullable Long fromLong(String id) {
		long value = 0;
		for (int i = 0; i < 8; i++) {
			long digit = ALPHABET.indexOf(id.charAt(i));
			if (digit < 0) {
				return null;
			}
			value |= digit << (6 * i);
		}
		return value;
	}

	private static @Nullable Long hex(String id, int from) {
		for (int i = from; i < from + 12; i++) {
			if (!HexFormat.isHexDigit(id.charAt(i))) {
				return null;
			}
		}
		return HexFormat.fromHexDigitsToLong(id, from, from + 12);
	}

	private static long scramble(long value) {
		long v = (value * ODD) & MASK48;
		v ^= v >>> 24;
		return (v * ODD) & MASK48;
	}

	private static long unscramble(long value) {
		long v = (value * INVERSE) & MASK48;
		v ^= v >>> 24;
		return (v * INVERSE) & MASK48;
	}

	/**
	 * The number that turns a multiplication by this odd one back, by Newton's method.
	 */
	private static long inverse(long odd) {
		long inverse = odd;
		for (int i = 0; i < 6; i++) {
			inverse *= 2 - odd * inverse;
		}
		return inverse;
	}

}
