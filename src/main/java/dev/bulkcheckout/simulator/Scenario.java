package dev.bulkcheckout.simulator;

import java.util.List;

/**
 * What carts do whose ids say nothing, and when the API is down.
 *
 * @param rules the first that fits a cart decides
 * @param down when the API goes down by itself
 */
public record Scenario(List<BehaviourRule> rules, List<DownWindow> down) {

	/** Every ordinary cart is fine. */
	public static final Scenario NONE = new Scenario(List.of(), List.of());

	public Scenario {
		rules = List.copyOf(rules);
		down = List.copyOf(down);
	}

	/** Which carts a behaviour is for. */
	public sealed interface Which {

		/** Carts whose ids begin so, without case. */
		record IdPrefix(String prefix) implements Which {
		}

		/**
		 * This share of all carts, the same ones for the same seed.
		 */
		record Percent(double percent, long seed) implements Which {
		}

		/** Every cart. */
		record All() implements Which {
		}

	}

	/** A behaviour for some carts. */
	public record BehaviourRule(Which which, Behaviour behaviour) {
	}

	/** The behaviour of this cart. */
	Behaviour behaviour(CartKey key) {
		for (BehaviourRule rule : this.rules) {
			boolean fits = switch (rule.which()) {
				case Which.IdPrefix prefix -> key.cart().startsWith(prefix.prefix());
				case Which.Percent percent ->
					StableRandom.fraction(key.hash() ^ StableRandom.of(percent.seed())) * 100 < percent.percent();
				case Which.All all -> true;
			};
			if (fits) {
				return rule.behaviour();
			}
		}
		return Behaviour.FINE;
	}

}
