package dev.bulkcheckout.subscriptions;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What the partner knows of products: whether a subscription belongs to an order line.
 * The first rule that fits counts. An order does not say what kind of product a line is;
 * without a rule only evidence is left.
 *
 * @param rules in the order of the settings
 */
public record ProductRules(List<Rule> rules) {

	/**
	 * Keeps a copy.
	 */
	public ProductRules {
		rules = List.copyOf(rules);
	}

	/**
	 * No knowledge.
	 */
	public static ProductRules none() {
		return new ProductRules(List.of());
	}

	/**
	 * A rule.
	 *
	 * @param offer the beginning of the offer id, any case; null for any
	 * @param name a part of the friendly name, any case; null for any
	 * @param subscription whether a subscription id is to be expected
	 */
	public record Rule(@Nullable String offer, @Nullable String name, boolean subscription) {

		/**
		 * Refuses a rule that fits everything.
		 */
		public Rule {
			if (offer == null && name == null) {
				throw new IllegalArgumentException(
						"a rule of bulk-checkout.product-rules needs an offer or a name to go by");
			}
		}

		private boolean fits(@Nullable String offerId, @Nullable String friendlyName) {
			return (this.offer == null || lower(offerId).startsWith(lower(this.offer)))
					&& (this.name == null || lower(friendlyName).contains(lower(this.name)));
		}

		private static String lower(@Nullable String text) {
			return (text != null) ? text.toLowerCase(Locale.ROOT) : "";
		}

	}

	/**
	 * Whether a subscription id is to be expected of such a line.
	 * @return empty if no rule fits
	 */
	Optional<Boolean> subscriptionExpected(@Nullable String offerId, @Nullable String friendlyName) {
		return this.rules.stream()
			.filter((rule) -> rule.fits(offerId, friendlyName))
			.map(Rule::subscription)
			.findFirst();
	}

}
