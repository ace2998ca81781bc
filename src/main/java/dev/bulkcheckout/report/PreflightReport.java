package dev.bulkcheckout.report;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.InspectionVerdict;

/**
 * What was found before anything was bought.
 *
 * @param carts how many, by verdict
 * @param notRead carts that were not looked at yet
 * @param money what those that would go cost, by currency, as their lines say, without
 * tax, largest first
 * @param unpriced those that would go and tell no price
 * @param reasons why the others would not, the most frequent first
 * @param late those that expire before a run at the pace of the reading would reach them
 * @param firstExpiry when the first of those that would go expires; null if none tells
 * @param agreements whether customers' agreements were looked at
 */
public record PreflightReport(Map<InspectionVerdict, Long> carts, long notRead, List<Money> money, long unpriced,
		List<Reason> reasons, long late, @Nullable Instant firstExpiry, boolean agreements) {

	/**
	 * Keeps copies.
	 */
	public PreflightReport {
		EnumMap<InspectionVerdict, Long> all = new EnumMap<>(InspectionVerdict.class);
		for (InspectionVerdict verdict : InspectionVerdict.values()) {
			all.put(verdict, carts.getOrDefault(verdict, 0L));
		}
		carts = all;
		money = List.copyOf(money);
		reasons = List.copyOf(reasons);
	}

	/**
	 * Carts that would go.
	 */
	public long going() {
		return this.carts.getOrDefault(InspectionVerdict.WOULD_GO, 0L);
	}

	/**
	 * Carts that were read and would not.
	 */
	public long held() {
		return this.carts.values().stream().mapToLong(Long::longValue).sum() - going();
	}

	/**
	 * Why carts would not go.
	 *
	 * @param verdict in one word
	 * @param carts how many
	 * @param example what was found of the first of them
	 * @param line the line of the first of them
	 * @param customer its customer
	 * @param cart its cart id
	 */
	public record Reason(InspectionVerdict verdict, long carts, @Nullable String example, long line, String customer,
			String cart) {
	}

}
