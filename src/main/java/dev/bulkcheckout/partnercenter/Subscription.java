package dev.bulkcheckout.partnercenter;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A subscription as far as reconciliation needs it. Source: "Get a list of subscriptions
 * by order" (read 2026-11) and published samples.
 *
 * @param id as received; compare without regard to case
 * @param offerId product:sku:availability; absent in old samples
 * @param friendlyName for humans
 * @param quantity seats or units
 * @param orderId the order that made it; compare with regard to case
 * @param status as received
 */
public record Subscription(String id, @Nullable String offerId, @Nullable String friendlyName, @Nullable Long quantity,
		@Nullable String orderId, @Nullable String status) {

	private static final Pattern IN_ADDRESS = Pattern.compile("/subscriptions/([0-9A-Za-z-]+)(?:[/?#].*)?");

	/**
	 * Reads a list of subscriptions. Entries without an id are left out and noted.
	 */
	public static Listing<Subscription> list(Body body) throws UnreadableAnswerException {
		SubscriptionsBody read = LenientJson.read(body, SubscriptionsBody.class);
		return Listing.of(read.items(), (item, notes) -> item.subscription(), read.totalCount(), read.links());
	}

	/**
	 * A subscription's id. The nil GUID is none: services of this maker write it where
	 * there is no value (general reports). Some answers are said to name the subscription
	 * by its address only.
	 * @return null if there is none
	 */
	static @Nullable String id(@Nullable String id, @Nullable String address) {
		String filled = LenientJson.filled(id);
		if (filled != null && !isNil(filled)) {
			return filled;
		}
		Matcher matcher = (address != null) ? IN_ADDRESS.matcher(address) : null;
		String inAddress = (matcher != null && matcher.find()) ? matcher.group(1) : null;
		return (inAddress != null && !isNil(inAddress)) ? inAddress : null;
	}

	private static boolean isNil(String id) {
		return id.chars().allMatch((c) -> c == '0' || c == '-' || c == '{' || c == '}');
	}

	record SubscriptionsBody(@Nullable List<@Nullable SubscriptionBody> items, @Nullable Long totalCount,
			Listing.@Nullable Links links) {
	}

	record SubscriptionBody(@Nullable String id, @Nullable String offerId, @Nullable String friendlyName,
			@Nullable Long quantity, @Nullable String orderId, @Nullable String status) {

		@Nullable Subscription subscription() {
			String known = Subscription.id(this.id, null);
			return (known != null)
					? new Subscription(known, this.offerId, this.friendlyName, this.quantity, this.orderId, this.status)
					: null;
		}

	}

}
