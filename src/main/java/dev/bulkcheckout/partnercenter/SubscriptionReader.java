package dev.bulkcheckout.partnercenter;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads subscriptions out of answers. Source: "Get a list of subscriptions by order"
 * (read 2026-11).
 */
public final class SubscriptionReader {

	private SubscriptionReader() {
	}

	/**
	 * Reads a list of subscriptions. Entries without an id are left out and noted.
	 */
	public static Reading<Listing<Subscription>> subscriptions(Body body) {
		return Listings.read(body, (node, notes) -> subscription(node));
	}

	private static @Nullable Subscription subscription(JsonNode node) {
		String id = Members.filledText(node, "id");
		if (id == null) {
			return null;
		}
		return new Subscription(id, Members.text(node, "offerId"), Members.text(node, "friendlyName"),
				Members.whole(node, "quantity"), Members.text(node, "orderId"), Members.text(node, "status"));
	}

}
