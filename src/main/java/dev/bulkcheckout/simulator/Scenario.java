package dev.bulkcheckout.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What carts do whose ids say nothing, and when the API is down.
 *
 * @param rules the first that fits a cart decides
 * @param down when the API goes down by itself
 * @param missing customers who are not known at first, and how many calls find that
 * @param revocations when all access tokens become worthless, since the start
 */
record Scenario(List<BehaviourRule> rules, List<DownWindow> down, Map<String, Integer> missing,
		List<Duration> revocations) {

	/** Every ordinary cart is fine. */
	static final Scenario NONE = new Scenario(List.of(), List.of(), Map.of(), List.of());

	Scenario {
		rules = List.copyOf(rules);
		down = List.copyOf(down);
		missing = Map.copyOf(missing);
		revocations = List.copyOf(revocations);
	}

	/** A behaviour for some carts. */
	record BehaviourRule(Predicate<CartKey> carts, Behaviour behaviour) {
	}

	/** The behaviour of this cart. */
	Behaviour behaviour(CartKey key) {
		return this.rules.stream()
			.filter((rule) -> rule.carts().test(key))
			.findFirst()
			.map(BehaviourRule::behaviour)
			.orElse(Behaviour.FINE);
	}

}
