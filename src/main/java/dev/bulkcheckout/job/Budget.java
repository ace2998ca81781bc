package dev.bulkcheckout.job;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.settings.SpendLimit;

/**
 * What was spent and what carts in flight may spend, against the limits of a run. Money
 * is exact, and currencies are never mixed. Safe for use by many threads.
 */
final class Budget {

	private final List<SpendLimit> limits;

	private final Map<Purse, BigDecimal> spent = new HashMap<>();

	private final Map<Purse, BigDecimal> inFlight = new HashMap<>();

	Budget(List<SpendLimit> limits) {
		this.limits = List.copyOf(limits);
	}

	/**
	 * Whether a price is within the limits.
	 */
	enum Fit {

		/** It is, whatever becomes of what is in flight. */
		YES,
		/** That depends on what becomes of what is in flight. */
		NOT_YET_KNOWN,
		/** It is not. */
		NO

	}

	boolean isEmpty() {
		return this.limits.isEmpty();
	}

	/**
	 * Whether anything may be spent in that currency.
	 */
	boolean knows(String currency) {
		return this.limits.stream().anyMatch((limit) -> limit.currency().equals(currency));
	}

	synchronized Fit fit(CustomerId customer, String currency, BigDecimal price) {
		if (exceeded(customer, currency, price) != null) {
			return Fit.NO;
		}
		return this.limits.stream()
			.filter((limit) -> limit.currency().equals(currency))
			.allMatch((limit) -> in(this.spent, limit, customer).add(in(this.inFlight, limit, customer))
				.add(price)
				.compareTo(limit.amount()) <= 0) ? Fit.YES : Fit.NOT_YET_KNOWN;
	}

	/**
	 * The limit that a price would exceed, and what is spent of it, in words; null if
	 * there is none.
	 */
	synchronized @Nullable String exceeded(CustomerId customer, String currency, BigDecimal price) {
		for (SpendLimit limit : this.limits) {
			BigDecimal before = in(this.spent, limit, customer);
			if (limit.currency().equals(currency) && before.add(price).compareTo(limit.amount()) > 0) {
				return "%s %s would exceed --max-spend %s, of which %s are spent".formatted(price.toPlainString(),
						currency, limit, before.toPlainString());
			}
		}
		return null;
	}

	synchronized void reserve(CustomerId customer, String currency, BigDecimal price) {
		add(this.inFlight, customer, currency, price);
	}

	synchronized void release(CustomerId customer, String currency, BigDecimal price) {
		add(this.inFlight, customer, currency, price.negate());
	}

	synchronized void spend(CustomerId customer, String currency, BigDecimal price) {
		add(this.spent, customer, currency, price);
	}

	private void add(Map<Purse, BigDecimal> purses, CustomerId customer, String currency, BigDecimal price) {
		this.limits.stream()
			.filter((limit) -> limit.currency().equals(currency))
			.forEach((limit) -> purses.merge(Purse.of(limit, customer), price, BigDecimal::add));
	}

	private static BigDecimal in(Map<Purse, BigDecimal> purses, SpendLimit limit, CustomerId customer) {
		return purses.getOrDefault(Purse.of(limit, customer), BigDecimal.ZERO);
	}

	/**
	 * What a limit is for: a customer, or the run.
	 */
	private record Purse(SpendLimit limit, @Nullable CustomerId customer) {

		static Purse of(SpendLimit limit, CustomerId customer) {
			return new Purse(limit, limit.perCustomer() ? customer : null);
		}

	}

}
