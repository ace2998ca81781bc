package dev.bulkcheckout.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Reads what a cart does from its id, so that a CSV alone can ask for it.
 *
 * <pre>
 * AAAAWNNN-cccc-cccc-0PFI-xxxxxxxxxxxx
 *
 * AAAA      how a checkout is answered
 *           0000  fine, 201
 *           SSSb  status SSS (200 to 599); b = digit of the body, see Face (2xx) or
 *                 ErrorFamily (others); 0 is the usual body
 *           dead  connection reset       c105  connection closed    deaf  no answer at all
 *           ebb0  body cut short         ebb1  slow body            ebb2  Content-Length too long
 *           ebb3  Content-Length too short                          ebb4  not HTTP
 * W         what really happened: 0 nothing, 1 ordered, 2 ordered but never listed,
 *           3 no such cart, 4 cart expired
 * NNN       for so many checkouts (decimal), then fine; 000 for ever
 * cccc-cccc error code in decimal, eight digits: 0080-0065 is 800065; 0 = the usual one
 * 0         tells these ids from real ones, whose fourth block begins with 8, 9, a or b
 * P         product: 0 licence, 1 two licences, 2 Azure, 3 reservation, 4 perpetual software,
 *           5 software subscription, 6 SaaS, 7 savings plan, 8 mixed, 9 licences and savings plan
 * F         fate of the orders: 0 usual, 1 error, 2 cancelled, 3 pending_review, 4 partial
 *           success, 5 suspended, 6 pending po upload, 7 po review rejected, 8 a status that
 *           nobody lists, 9 no status
 * I         ids: 0 usual, 1 late, 2 never, 3 only among the subscriptions, 4 completed first,
 *           5 order 404 at first, 6 order 404 for good, 7 very late, 8 order 500 at first,
 *           9 order unreadable at first, a order reset at first, b order 429 at first
 * x         free: number your carts here
 * </pre>
 *
 * An id that does not fit is an ordinary cart.
 */
final class CartIdScheme {

	private CartIdScheme() {
	}

	/**
	 * The behaviour that these two halves of a cart id name.
	 * @return null for an ordinary id
	 */
	static @Nullable Behaviour behaviour(long high, long low) {
		if (low >>> 60 != 0) {
			return null;
		}
		int product = nibble(low, 14);
		int fate = nibble(low, 13);
		int ids = nibble(low, 12);
		int work = nibble(high, 11);
		int times = decimal((int) (high >>> 32) & 0xFFF, 3);
		int code = decimal((int) high, 8);
		Answer answer = answer((int) (high >>> 48));
		if (answer == null || times < 0 || code < 0 || work >= Work.values().length
				|| product >= Product.values().length || fate >= Fate.values().length
				|| ids >= IdDelivery.values().length) {
			return null;
		}
		return new Behaviour(answer, code, Work.values()[work], times, Product.values()[product], Fate.values()[fate],
				IdDelivery.values()[ids]);
	}

	private static @Nullable Answer answer(int block) {
		if (block == 0) {
			return Behaviour.FINE.answer();
		}
		int status = decimal(block >>> 4, 3);
		int digit = block & 0xF;
		if (status >= 200 && status < 600) {
			return (status < 300 || digit < ErrorFamily.values().length) ? Behaviour.answer(status, digit) : null;
		}
		for (Breakage breakage : Breakage.values()) {
			if (Integer.parseInt(breakage.hex(), 16) == block) {
				return new Answer.Broken(breakage);
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
