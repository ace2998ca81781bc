package dev.bulkcheckout.simulator;

import java.util.HexFormat;
import java.util.UUID;

/**
 * Order and subscription ids that follow from the cart. Source: "Order resources" and its
 * samples (read 2026-11): an order id is a GUID, 12 hex digits or 33 characters of mixed
 * case with hyphens and underscores.
 */
final class OrderIds {

	private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	private OrderIds() {
	}

	/** The forms that occur. */
	enum Form {

		TWELVE_HEX, GUID, LONG

	}

	/** The id of the order with this number of a cart. */
	static String orderId(long cartHash, int number, Form form) {
		return switch (form) {
			case TWELVE_HEX -> HexFormat.of().toHexDigits(StableRandom.of(cartHash, number), 12);
			case GUID -> guid(StableRandom.of(cartHash, number));
			// a hyphen and an underscore in each, as a client must bear both
			case LONG -> letters(StableRandom.of(cartHash, number), 10, 64) + '-'
					+ letters(StableRandom.of(cartHash, number + 8L), 9, 64) + '_'
					+ letters(StableRandom.of(cartHash, number + 16L), 10, 64) + "A1";
		};
	}

	/** The id of the subscription that a line makes. */
	static String subscriptionId(long cartHash, int order, int line) {
		return guid(StableRandom.of(cartHash + 1, order * 64L + line));
	}

	/** Characters of a catalogue id that tell this cart's lines from all others'. */
	static String availability(long cartHash, int order, int line) {
		return letters(StableRandom.of(cartHash + 2, order * 64L + line), 8, 26);
	}

	/** So many of the first characters of the alphabet. */
	private static String letters(long value, int count, int alphabet) {
		StringBuilder text = new StringBuilder(count);
		for (int i = 0; i < count; i++) {
			text.append(ALPHABET.charAt((int) Math.floorMod(value >>> (6 * i), (long) alphabet)));
		}
		return text.toString();
	}

	private static String guid(long value) {
		return new UUID((value & ~0xF000L) | 0x4000L, (StableRandom.of(value) & ~(0xC0L << 56)) | (0x80L << 56))
			.toString();
	}

}
