package dev.bulkcheckout.settings;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much may be spent in one currency.
 *
 * @param amount exact, 0 or more
 * @param currency ISO 4217, in capitals
 * @param perCustomer whether it holds for each customer by itself, not for the run
 */
public record SpendLimit(BigDecimal amount, String currency, boolean perCustomer) {

	private static final Pattern FORM = Pattern
		.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*:\\s*([A-Za-z]{3})(:per-customer)?");

	/**
	 * Reads {@code 5000:USD} or {@code 500.50:USD:per-customer}.
	 * @throws IllegalArgumentException for anything else
	 */
	public static SpendLimit of(String text) {
		Matcher matcher = FORM.matcher(text.strip());
		if (!matcher.matches()) {
			throw new IllegalArgumentException(
					"'" + text + "' is not an amount with its currency (5000:USD, or 500:USD:per-customer)");
		}
		return new SpendLimit(new BigDecimal(matcher.group(1)), matcher.group(2).toUpperCase(Locale.ROOT),
				matcher.group(3) != null);
	}

	@Override
	public String toString() {
		return this.amount.toPlainString() + ":" + this.currency + (this.perCustomer ? ":per-customer" : "");
	}

}
