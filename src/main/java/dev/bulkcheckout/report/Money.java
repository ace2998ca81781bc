package dev.bulkcheckout.report;

import java.math.BigDecimal;
import java.util.List;

/**
 * What the orders of a run cost in one currency, without tax, as the orders say. Orders
 * that failed at Microsoft are left out. A currency is never converted, nor added to
 * another.
 *
 * @param currency its code as it was received; empty where the orders name none
 * @param total of all its orders
 * @param parts the same by how often it is billed, largest first
 */
public record Money(String currency, BigDecimal total, List<Part> parts) {

	/**
	 * Keeps a copy.
	 */
	public Money {
		parts = List.copyOf(parts);
	}

	/**
	 * What is billed as often.
	 *
	 * @param often such as {@code each month}
	 * @param amount each time
	 */
	public record Part(String often, BigDecimal amount) {
	}

}
