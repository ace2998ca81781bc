package dev.bulkcheckout.simulator;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Which behaviour a cart has: what was asked for at run time, else what its id names,
 * else what the scenario says.
 */
final class Behaviours {

	private final Scenario scenario;

	private final Map<String, Behaviour> asked = new ConcurrentHashMap<>();

	Behaviours(Scenario scenario) {
		this.scenario = scenario;
	}

	void ask(String cartId, Behaviour behaviour) {
		this.asked.put(cartId.toLowerCase(Locale.ROOT), behaviour);
	}

	void clear() {
		this.asked.clear();
	}

	Behaviour of(CartKey key) {
		if (!this.asked.isEmpty()) {
			Behaviour asked = this.asked.get(key.cart().toString());
			if (asked != null) {
				return asked;
			}
		}
		@Nullable Behaviour named = CartIdScheme.behaviour(key.cart());
		return (named != null) ? named : this.scenario.behaviour(key);
	}

}
