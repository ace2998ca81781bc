package dev.bulkcheckout.partnercenter;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the errors of cart lines mean. Source: "Cart resources", CartErrorCode (read
 * 2026-11), and the enumeration of the .NET SDK.
 */
public final class CartErrors {

	private static final Map<String, String> MEANINGS = Map.ofEntries(Map.entry("0", "the cause is not known"),
			Map.entry("10000", "the currency is wrong"), Map.entry("10001", "the catalog item is wrong or gone"),
			Map.entry("10002", "the quota is used up"), Map.entry("10003", "the inventory is used up"),
			Map.entry("10004", "the participants are wrong"), Map.entry("10006", "the line cannot be processed"),
			Map.entry("10007", "the subscription it builds upon is not valid"),
			Map.entry("10008", "the subscription it builds upon may not hold reservations"),
			Map.entry("10009", "a limit of the sandbox"), Map.entry("10010", "its input is not valid"),
			Map.entry("10011", "the subscription it builds upon is not registered"),
			Map.entry("10012", "the attestation is missing"), Map.entry("10013", "the billing plan does not fit"),
			Map.entry("10014", "the promotion does not fit"), Map.entry("10015", "more seats than are allowed"),
			Map.entry("10016", "the custom end of the term does not fit"),
			Map.entry("10017", "the custom end of the term is not allowed"),
			Map.entry("10018", "the base seats of an add-on are missing"),
			Map.entry("10019", "fewer add-ons than the minimum"),
			Map.entry("500600", "the legacy offer is no longer sold"));

	private CartErrors() {
	}

	/**
	 * What an error means; null for one that is not known.
	 */
	public static @Nullable String meaning(@Nullable String code) {
		return (code != null) ? MEANINGS.get(code) : null;
	}

}
