package dev.bulkcheckout.simulator;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Reads what a cart does from its id, so that a CSV alone can ask for it. The id is
 * {@code AAAAWNNN-cccc-cccc-0PFI-xxxxxxxxxxxx}: A the answer ({@code 0000} fine, a status
 * and a digit for its body, or one of the words of {@link ConnectionFault}), W the
 * {@link TrueEffect} behind it, N for how many checkouts (decimal, 0 for ever), c the
 * error code (decimal), P the {@link Product}, F the {@link OrderFate}, I the
 * {@link IdDelivery}, x free. The 0 that begins the fourth block tells these ids from
 * real ones, where it is 8, 9, a or b. An id that does not fit is an ordinary cart.
 * {@link Simulator#guide()} lists the digits.
 */
final class CartIdScheme {

	private CartIdScheme() {
	}

	/**
	 * The behaviour that a cart id names.
	 * @return null for an ordinary id
	 */
	static @Nullable Behaviour behaviour(UUID cart) {
		long high = cart.getMostSignificantBits();
		long low = cart.getLeastSignificantBits();
		if (low >>> 60 != 0) {
			return null;
		}
		int product = nibble(low, 14);
		int fate = nibble(low, 13);
		int ids = nibble(low, 12);
		int work = nibble(high, 11);
		int times = decimal((int) (high >>> 32) & 0xFFF, 3);
		int code = decimal((int) high, 8);
		CheckoutAnswer answer = answer((int) (high >>> 48));
		if (answer == null || times < 0 || code < 0 || !ScenarioWords.isDigit(TrueEffect.class, work)
				|| !ScenarioWords.isDigit(Product.class, product) || !ScenarioWords.isDigit(OrderFate.class, fate)
				|| !ScenarioWords.isDigit(IdDelivery.class, ids)) {
			return null;
		}
		return new Behaviour(answer, code, ScenarioWords.constant(TrueEffect.class, work), times,
				ScenarioWords.constant(Product.class, product), ScenarioWords.constant(OrderFate.class, fate),
				ScenarioWords.constant(IdDelivery.class, ids), TextVariant.PLAIN, false, Currency.USD, 0, null, 0);
	}

	private static @Nullable CheckoutAnswer answer(int block) {
		if (block == 0) {
			return Behaviour.FINE.answer();
		}
		int status = decimal(block >>> 4, 3);
		int digit = block & 0xF;
		if (status >= 200 && status < 600) {
			return (status < 300 || ScenarioWords.isDigit(ErrorFamily.class, digit)) ? Behaviour.answer(status, digit)
					: null;
		}
		for (ConnectionFault breakage : ConnectionFault.values()) {
			if (Integer.parseInt(breakage.hex(), 16) == block) {
				return new CheckoutAnswer.Broken(breakage);
			}
		}
		return null;
	}

	private static int nibble(long value, int position) {
		return (int) (value >>> (4 * position)) & 0xF;
	}

	/** The decimal number that these hex digits spell, -1 if they hold a letter. */
	private static int decimal(int digits, int count) {
		int number = 0;
		for (int i = count - 1; i >= 0; i--) {
			int digit = nibble(Integer.toUnsignedLong(digits), i);
			if (digit > 9) {
				return -1;
			}
			number = number * 10 + digit;
		}
		return number;
	}

}
