package dev.bulkcheckout.simulator;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Customers whom the API does not know at first, in words that change. Source: a report
 * by users of customers that were just made.
 */
final class MissingCustomers {

	private static final int[] CODES = { 3000, 60003, 1000 };

	private final Map<String, Integer> left = new ConcurrentHashMap<>();

	private final AtomicLong answers = new AtomicLong();

	/** So many calls about this customer are answered that there is no such one. */
	void miss(String customer, int times) {
		this.left.put(customer.toLowerCase(Locale.ROOT), times);
	}

	/**
	 * Asks for one call.
	 * @return 0 if the customer is known, else the code of the 404
	 */
	int codeFor(String customer) {
		if (this.left.isEmpty()) {
			return 0;
		}
		String key = customer.toLowerCase(Locale.ROOT);
		Integer before = this.left.getOrDefault(key, 0);
		this.left.computeIfPresent(key, (unused, left) -> (left > 1) ? left - 1 : null);
		return (before > 0) ? CODES[(int) (this.answers.getAndIncrement() % CODES.length)] : 0;
	}

}
