package dev.bulkcheckout.partnercenter;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.OrderId;

/**
 * The addresses of the calls. Sources: "Check out a cart", "Get an order by ID", "Get all
 * of a customer's orders", "Get a list of subscriptions by order" (read 2026-11).
 */
final class ApiPaths {

	private final String base;

	ApiPaths(URI baseUrl) {
		this.base = baseUrl.toString().replaceFirst("/+$", "") + "/v1";
	}

	URI checkout(Cart cart) {
		return URI.create(path(cart) + "/checkout");
	}

	URI cart(Cart cart) {
		return URI.create(path(cart));
	}

	private String path(Cart cart) {
		return customer(cart.customer()) + "/carts/" + cart.id().value();
	}

	URI orders(CustomerId customer) {
		return URI.create(customer(customer) + "/orders");
	}

	URI order(CustomerId customer, OrderId order) {
		return URI.create(orders(customer) + "/" + segment(order.value()));
	}

	URI subscriptions(CustomerId customer, OrderId order) {
		return URI.create(customer(customer) + "/subscriptions?order_id=" + segment(order.value()));
	}

	URI organizationProfile() {
		return URI.create(this.base + "/profiles/organization");
	}

	URI agreements(CustomerId customer) {
		return URI.create(customer(customer) + "/agreements?agreementType=MicrosoftCustomerAgreement");
	}

	private String customer(CustomerId customer) {
		return this.base + "/customers/" + customer.value();
	}

	/**
	 * An order id is opaque: whatever it holds, it stays one segment. Dots alone would be
	 * a step up, so they are encoded although nothing else asks for it.
	 */
	private static String segment(String value) {
		String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
		boolean onlyDots = encoded.chars().allMatch((c) -> c == '.');
		return onlyDots ? encoded.replace(".", "%2E") : encoded;
	}

}
