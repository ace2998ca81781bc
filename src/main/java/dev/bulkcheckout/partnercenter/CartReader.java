package dev.bulkcheckout.partnercenter;

import java.util.ArrayList;
import java.util.List;

import dev.bulkcheckout.partnercenter.CartState.CartError;
import dev.bulkcheckout.partnercenter.CartState.CartLineItem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads carts out of answers. Source: "Cart resources" (read 2026-11), whose table spells
 * {@code …TimeStamp} what samples spell {@code …Timestamp}.
 */
public final class CartReader {

	private CartReader() {
	}

	/**
	 * Reads a cart.
	 * @return unreadable if it has neither a status nor lines
	 */
	public static Reading<CartState> cart(Body body) {
		if (!(body instanceof Body.Json(JsonNode root))
				|| (Members.member(root, "status") == null && Members.member(root, "lineItems") == null)) {
			return new Reading.Unreadable<>("it is no cart");
		}
		List<CartLineItem> lines = new ArrayList<>();
		addLines(lines, root, "lineItems");
		return new Reading.Of<>(new CartState(Members.filledText(root, "status"),
				Members.filledText(root, "creationTimestamp"), Members.filledText(root, "expirationTimestamp"), lines),
				List.of());
	}

	private static void addLines(List<CartLineItem> lines, JsonNode owner, String name) {
		for (JsonNode node : Members.elements(owner, name)) {
			lines.add(new CartLineItem(Members.text(node, "catalogItemId"), Members.text(node, "friendlyName"),
					Members.whole(node, "quantity"), Members.text(node, "termDuration"),
					Members.text(node, "orderGroup"), error(node)));
			addLines(lines, node, "addonItems");
		}
	}

	private static @Nullable CartError error(JsonNode line) {
		JsonNode error = Members.member(line, "error");
		return (error != null && error.isObject())
				? new CartError(Members.filledText(error, "errorCode"), Members.text(error, "errorDescription")) : null;
	}

}
