package dev.bulkcheckout.simulator;

import java.util.List;

/**
 * What a cart holds. The place in this list is the digit that names it in a cart id.
 * Source: "Check out a cart" (read 2026-11) for when each kind shows its subscription id.
 */
public enum Product {

	/** A new-commerce licence: id at once, order pending. */
	LICENSE(List.of(Line.LICENSE)),

	/** Two licences in one order, with resellers: ids at once, order pending. */
	TWO_LINE_LICENSE(List.of(Line.LICENSE, Line.YEARLY_LICENSE)),

	/** Azure usage: completed with an upper-case id. */
	AZURE(List.of(Line.AZURE)),

	/** An Azure reservation: pending, completed later, never an id. */
	RESERVATION(List.of(Line.RESERVATION)),

	/** Perpetual software: pending, completed later, never an id. */
	PERPETUAL_SOFTWARE(List.of(Line.PERPETUAL_SOFTWARE)),

	/** Software for three years: completed, its id only among the subscriptions. */
	SOFTWARE_SUBSCRIPTION(List.of(Line.SOFTWARE_SUBSCRIPTION)),

	/** Marketplace SaaS: pending, id later. */
	SAAS(List.of(Line.SAAS)),

	/** A savings plan: one_time, pending, id later still. */
	SAVINGS_PLAN(List.of(Line.SAVINGS_PLAN)),

	/** Three orders: Azure usage; reservation with perpetual software; SaaS. */
	MIXED(List.of(Line.AZURE), List.of(Line.RESERVATION, Line.PERPETUAL_SOFTWARE), List.of(Line.SAAS)),

	/** Two orders: two licences; a savings plan. */
	LICENSE_AND_SAVINGS_PLAN(List.of(Line.LICENSE, Line.YEARLY_LICENSE), List.of(Line.SAVINGS_PLAN));

	@SuppressWarnings("ImmutableEnumChecker") // lists that List.of makes never change
	private final List<List<Line>> orders;

	@SafeVarargs
	Product(List<Line>... orders) {
		this.orders = List.of(orders);
	}

	/** The lines of each order that a checkout of this cart makes. */
	List<List<Line>> orders() {
		return this.orders;
	}

	/** One line of a cart or an order. */
	enum Line {

		LICENSE("CFQ7TTC0LH0Z", "0001", "CFQ7", "AI Builder Capacity add-on", "monthly", "P1M", 1, Id.AT_ONCE, 1234),

		YEARLY_LICENSE("CFQ7TTC0LFLS", "0002", "CFQ7", "Entra ID P1 \u2013 12 months", "monthly", "P1Y", 2, Id.AT_ONCE,
				607),

		AZURE("MS-AZR-0145P", "", "", "Microsoft Azure", "monthly", "P1Y", 1, Id.AT_ONCE, 0),

		RESERVATION("DZH318Z0BQ36", "004G", "DZH3", "Reserved VM Instance, Standard_NV12, US East 2, 1 Year",
				"one_time", "P1Y", 1, Id.NEVER, 1_049_999),

		PERPETUAL_SOFTWARE("DG7GMGF0DWM3", "0002", "DG7G", "BizTalk Server 2016 Branch", "one_time", "", 1, Id.NEVER,
				261_550),

		SOFTWARE_SUBSCRIPTION("DG7GMGF0DVT7", "000C", "DG7G", "Windows Server CAL - 1 Device CAL - 3 year", "one_time",
				"P3Y", 5, Id.IN_SUBSCRIPTIONS, 3_145),

		SAAS("DZH318Z0BXWC", "0002", "DZH3", "Barracuda WaaS - Medium Plan", "monthly", "P1M", 1, Id.LATER, 39_900),

		SAVINGS_PLAN("DZH318Z09V6F", "0001", "DZH3", "Compute savings plan, 1 Year", "one_time", "P1Y", 1,
				Id.LATER_STILL, 43_800);

		final String product;

		final String sku;

		final String availability;

		final String friendlyName;

		final String billingCycle;

		final String termDuration;

		final int quantity;

		final Id id;

		/** Price of one in cents; 0 where no pricing is shown. */
		final int cents;

		Line(String product, String sku, String availability, String friendlyName, String billingCycle,
				String termDuration, int quantity, Id id, int cents) {
			this.product = product;
			this.sku = sku;
			this.availability = availability;
			this.friendlyName = friendlyName;
			this.billingCycle = billingCycle;
			this.termDuration = termDuration;
			this.quantity = quantity;
			this.id = id;
			this.cents = cents;
		}

		/** Whether a licence with resellers, which the two-line cart has. */
		boolean hasResellers() {
			return this == YEARLY_LICENSE;
		}

	}

	/** When a line shows its subscription id. */
	enum Id {

		AT_ONCE, LATER, LATER_STILL, IN_SUBSCRIPTIONS, NEVER

	}

}
