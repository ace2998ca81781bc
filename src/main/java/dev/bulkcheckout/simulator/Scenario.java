package dev.bulkcheckout.simulator;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What carts do whose ids say nothing, and when the API is down.
 *
 * @param rules the first that fits a cart decides
 * @param down when the API goes down by itself
 * @param customers what some customers have to themselves
 * @param revocations when all access tokens become worthless, since the start
 */
record Scenario(List<BehaviourRule> rules, List<DownWindow> down, List<Consumer<SimulatedCustomers>> customers,
		List<Duration> revocations) {

	/** Every ordinary cart is fine. */
	static final Scenario NONE = new Scenario(List.of(), List.of(), List.of(), List.of());

	Scenario {
		rules = List.copyOf(rules);
		down = List.copyOf(down);
		customers = List.copyOf(customers);
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
