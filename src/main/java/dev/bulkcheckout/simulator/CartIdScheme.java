package dev.bulkcheckout.simulator;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

	private static final Pattern ID = Pattern.compile("(.{4})(.)(\\d{3})-(\\d{4}-\\d{4})-0(.)(.)(.)-.{12}");

	private CartIdScheme() {
	}

	/**
	 * The behaviour that a cart id names.
	 * @return null for an ordinary id
	 */
	static @Nullable Behaviour behaviour(UUID cart) {
		if (cart.getLeastSignificantBits() >>> 60 != 0) {
			return null;
		}
		Matcher id = ID.matcher(cart.toString());
		if (!id.matches()) {
			return null;
		}
		CheckoutAnswer answer = answer(id.group(1));
		TrueEffect work = digit(id.group(2), TrueEffect.class);
		Product product = digit(id.group(5), Product.class);
		OrderFate fate = digit(id.group(6), OrderFate.class);
		IdDelivery ids = digit(id.group(7), IdDelivery.class);
		if (answer == null || work == null || product == null || fate == null || ids == null) {
			return null;
		}
		return new Behaviour(answer, Integer.parseInt(id.group(4).replace("-", "")), work,
				Integer.parseInt(id.group(3)), product, fate, ids, TextVariant.PLAIN, false, Currency.USD, 0, null, 0);
	}

	private static @Nullable CheckoutAnswer answer(String block) {
		if (block.equals("0000")) {
			return Behaviour.FINE.answer();
		}
		if (block.matches("[2-5]\\d\\d\\p{XDigit}")) {
			int status = Integer.parseInt(block.substring(0, 3));
			int digit = Character.digit(block.charAt(3), 16);
			return (status < 300 || digit < ErrorFamily.values().length) ? Behaviour.answer(status, digit) : null;
		}
		return Stream.of(ConnectionFault.values())
			.filter((fault) -> fault.hex().equals(block))
			.findFirst()
			.map(CheckoutAnswer.Broken::new)
			.orElse(null);
	}

	/** The constant that a digit names; null if it names none. */
	private static <E extends Enum<E>> @Nullable E digit(String digit, Class<E> type) {
		int place = Character.digit(digit.charAt(0), 16);
		return (place < type.getEnumConstants().length) ? ScenarioWords.constant(type, place) : null;
	}

}
