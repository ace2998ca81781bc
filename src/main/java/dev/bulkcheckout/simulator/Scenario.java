package dev.bulkcheckout.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What carts do whose ids say nothing, and when the API is down.
 *
 * @param rules the first that fits a cart decides
 * @param down when the API goes down by itself
 * @param missing customers who are not known at first, and how many calls find that
 * @param revocations when all access tokens become worthless, since the start
 */
public record Scenario(List<BehaviourRule> rules, List<DownWindow> down, Map<String, Integer> missing,
		List<Duration> revocations) {

	/** Every ordinary cart is fine. */
	public static final Scenario NONE = new Scenario(List.of(), List.of());

	/** Without customers that are missing, and without revocations. */
	public Scenario(List<BehaviourRule> rules, List<DownWindow> down) {
		this(rules, down, Map.of(), List.of());
	}

	public Scenario {
		rules = List.copyOf(rules);
		down = List.copyOf(down);
		missing = Map.copyOf(missing);
		revocations = List.copyOf(revocations);
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
				case Which.IdPrefix prefix -> key.cart().toString().startsWith(prefix.prefix());
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
