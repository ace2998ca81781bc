package dev.bulkcheckout.subscriptions;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.settings.RunProperties;

/**
 * What the partner knows of products: whether a subscription belongs to an order line.
 * The first rule that fits counts. An order does not say what kind of product a line is;
 * without a rule only evidence is left.
 *
 * @param rules in the order of the settings
 */
public record ProductRules(List<RunProperties.ProductRule> rules) {

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
	 * Whether a subscription id is to be expected of such a line.
	 * @return empty if no rule fits
	 */
	Optional<Boolean> subscriptionExpected(@Nullable String offerId, @Nullable String friendlyName) {
		return this.rules.stream()
			.filter((rule) -> fits(rule, offerId, friendlyName))
			.map(RunProperties.ProductRule::subscription)
			.findFirst();
	}

	private static boolean fits(RunProperties.ProductRule rule, @Nullable String offerId,
			@Nullable String friendlyName) {
		return (rule.offer() == null || lower(offerId).startsWith(lower(rule.offer())))
				&& (rule.name() == null || lower(friendlyName).contains(lower(rule.name())));
	}

	private static String lower(@Nullable String text) {
		return (text != null) ? text.toLowerCase(Locale.ROOT) : "";
	}

}
