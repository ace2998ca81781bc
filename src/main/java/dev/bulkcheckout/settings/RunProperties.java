package dev.bulkcheckout.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * How a run goes about it. Kept with the run as {@link EffectiveValues}: a restart goes
 * on with all of it, whatever is set by then. The texts of the parameters are what help
 * and {@code docs/settings.md} say.
 *
 * @param output where the result files go; output/run-N where nothing is said
 * @param concurrency calls in flight at the most, 1 to 10000
 * @param partitions in how many parts the carts are shared out to processes of
 * 'bulk-checkout worker', two to four for each; 0: this process asks for all of them
 * itself
 * @param rate calls a second at the most; without it as many as Partner Center bears
 * @param reconcileFor how long subscription ids are asked for after the checkouts; in a
 * rehearsal 20s
 * @param outageTimeout how long to wait for an API that is down
 * @param maxRefused stop when more is refused: a number of carts, or a share once 50 are
 * settled
 * @param stopAt stop gracefully at that time of day, in the machine's time zone
 * @param alsoReconcileOlder also ask for ids that are still missing from former runs
 * @param carryOver how long after they were first seen carts of former runs of the same
 * job are put into its next run, if what they ended in clears by itself, at most 7d; 0s:
 * not at all
 * @param preflight read each cart before anything is bought, and buy only what would go,
 * the most urgent first
 * @param plan stop after the preflight; 'bulk-checkout approve' lets the run buy what was
 * planned
 * @param maxSpend buy no cart whose price would exceed AMOUNT:CURRENCY, such as 5000:USD
 * for the run or 500:USD:per-customer for each customer; other currencies are not bought;
 * needs the preflight
 * @param unpriced carts that tell no price where what may be spent is limited: skip or
 * buy
 * @param rehearsal rehearse: ask a simulator in this process, not Partner Center
 * @param stopGrace how long calls in flight may take to end once a run is stopped
 * @param productRules what is known of products: whether a subscription id belongs to an
 * order line; the first rule that fits counts
 * @param retry how often a cart is asked for when its answer was lost
 * @param polling how often an order is asked for its subscription ids
 */
@ConfigurationProperties("bulk-checkout")
public record RunProperties(@Nullable String output, @DefaultValue("32") int concurrency,
		@DefaultValue("0") int partitions, @Nullable Double rate, @DefaultValue("1h") Duration reconcileFor,
		@DefaultValue("30m") Duration outageTimeout, @DefaultValue("20%") MaxRefused maxRefused,
		@Nullable LocalTime stopAt, boolean alsoReconcileOlder, @DefaultValue("0s") Duration carryOver,
		boolean preflight, boolean plan, @DefaultValue List<SpendLimit> maxSpend,
		@DefaultValue("skip") Unpriced unpriced, boolean rehearsal, @DefaultValue("60s") Duration stopGrace,
		@DefaultValue List<ProductRule> productRules, @DefaultValue Retry retry, @DefaultValue Polling polling) {

	private static final Duration LIFE_OF_A_CART = Duration.ofDays(7);

	private static final String NOT_NEGATIVE = "must not be negative";

	/**
	 * Refuses nonsense by the property's name.
	 */
	public RunProperties {
		check(concurrency >= 1 && concurrency <= 10_000, "concurrency", concurrency, "must be from 1 to 10000");
		check(partitions >= 0 && partitions <= 1000, "partitions", partitions, "must be from 0 to 1000");
		check(rate == null || rate > 0, "rate", rate, "must be more than 0");
		check(!reconcileFor.isNegative(), "reconcile-for", reconcileFor, NOT_NEGATIVE);
		check(!outageTimeout.isNegative(), "outage-timeout", outageTimeout, NOT_NEGATIVE);
		check(!stopGrace.isNegative(), "stop-grace", stopGrace, NOT_NEGATIVE);
		check(!carryOver.isNegative() && carryOver.compareTo(LIFE_OF_A_CART) <= 0, "carry-over", carryOver,
				"must be from 0s to 7d, which is how long a cart lives");
		checkPartitions(partitions, plan, maxSpend, alsoReconcileOlder, rehearsal);
		output = (output != null && !output.isBlank()) ? output : null;
		productRules = List.copyOf(productRules);
		maxSpend = List.copyOf(maxSpend);
		check(maxSpend.isEmpty() || preflight || plan, "max-spend", maxSpend.isEmpty() ? null : maxSpend.getFirst(),
				"needs the prices that a preflight finds: give --preflight or --plan, too");
	}

	/**
	 * Partitions are worked on by other processes, and what is one for the whole run
	 * cannot be shared out to them.
	 */
	private static void checkPartitions(int partitions, boolean plan, List<SpendLimit> maxSpend,
			boolean alsoReconcileOlder, boolean rehearsal) {
		String name = "partitions";
		check(partitions == 0 || maxSpend.isEmpty(), name, partitions,
				"must be 0 together with --max-spend (what may be spent is counted in one process)");
		check(partitions == 0 || !plan, name, partitions,
				"must be 0 together with --plan (what was planned is bought by one process)");
		check(partitions == 0 || !alsoReconcileOlder, name, partitions,
				"must be 0 together with --also-reconcile-older ('bulk-checkout reconcile' asks for those)");
		check(partitions == 0 || !rehearsal, name, partitions,
				"must be 0 together with --simulator (which answers this process only)");
	}

	/**
	 * Whether each cart is read before anything is bought.
	 */
	public boolean looksFirst() {
		return this.preflight || this.plan;
	}

	private static void check(boolean holds, String name, @Nullable Object value, String rule) {
		if (!holds) {
			throw new InvalidConfigurationPropertyValueException("bulk-checkout." + name, value, rule);
		}
	}

	/**
	 * The same, with result files where a new run has them: a rerun must not write over
	 * those of the run it was made of.
	 */
	public RunProperties withoutOutput() {
		return new RunProperties(null, this.concurrency, this.partitions, this.rate, this.reconcileFor,
				this.outageTimeout, this.maxRefused, this.stopAt, this.alsoReconcileOlder, this.carryOver,
				this.preflight, this.plan, this.maxSpend, this.unpriced, this.rehearsal, this.stopGrace,
				this.productRules, this.retry, this.polling);
	}

	/**
	 * Where the result files of the given run go.
	 */
	public Path outputOf(long run) {
		return (this.output != null) ? Path.of(this.output) : Path.of("output", "run-" + run);
	}

	/**
	 * A rule about products; it needs an offer or a name to go by.
	 *
	 * @param offer the beginning of the offer id, any case; null for any
	 * @param name a part of the friendly name, any case; null for any
	 * @param subscription whether a subscription id is to be expected
	 */
	public record ProductRule(@Nullable String offer, @Nullable String name, boolean subscription) {

		/**
		 * Refuses a rule that fits everything.
		 */
		public ProductRule {
			offer = (offer != null && !offer.isBlank()) ? offer : null;
			name = (name != null && !name.isBlank()) ? name : null;
			check(offer != null || name != null, "product-rules", null, "needs an offer or a name in each rule");
		}

	}

	/**
	 * How often and how long one cart is asked for. Waiting for an API that throttles or
	 * is down does not count. Source of the bound: both Microsoft clients that repeat at
	 * all repeat three times.
	 *
	 * @param maxAttempts calls that count for one cart
	 * @param firstPause before the first repetition; the next ones double, with jitter
	 * @param longestPause how far the pauses grow
	 * @param longestWait how long a Retry-After is obeyed at the most
	 * @param totalTime calls and pauses of one cart together
	 */
	public record Retry(@DefaultValue("4") int maxAttempts, @DefaultValue("1s") Duration firstPause,
			@DefaultValue("30s") Duration longestPause, @DefaultValue("5m") Duration longestWait,
			@DefaultValue("20m") Duration totalTime) {

		/**
		 * Refuses nonsense by the property's name.
		 */
		public Retry {
			check(maxAttempts >= 1, "retry.max-attempts", maxAttempts, "must be 1 or more");
			check(firstPause.toMillis() >= 1, "retry.first-pause", firstPause, "must be 1ms or more");
			check(longestPause.compareTo(firstPause) >= 0, "retry.longest-pause", longestPause,
					"must not be below bulk-checkout.retry.first-pause");
			check(!longestWait.isNegative(), "retry.longest-wait", longestWait, NOT_NEGATIVE);
			check(!totalTime.isNegative(), "retry.total-time", totalTime, NOT_NEGATIVE);
		}

	}

	/**
	 * How often an order is asked for its subscription ids.
	 *
	 * @param initialDelay how long after its checkout an order is first asked for
	 * @param firstPause between the first time and the second; the pauses double from
	 * there
	 * @param longestPause how far the pauses grow
	 * @param maxReads how often an order is asked for in all
	 * @param noneAfter how long after its checkout an order that looks like one without
	 * subscriptions is believed to stay so; in a rehearsal 10s
	 */
	public record Polling(@DefaultValue("5s") Duration initialDelay, @DefaultValue("5s") Duration firstPause,
			@DefaultValue("5m") Duration longestPause, @DefaultValue("400") int maxReads,
			@DefaultValue("30m") Duration noneAfter) {

		/**
		 * Refuses nonsense by the property's name.
		 */
		public Polling {
			check(!initialDelay.isNegative(), "polling.initial-delay", initialDelay, NOT_NEGATIVE);
			check(firstPause.isPositive(), "polling.first-pause", firstPause, "must be above 0");
			check(longestPause.compareTo(firstPause) >= 0, "polling.longest-pause", longestPause,
					"must not be below bulk-checkout.polling.first-pause");
			check(maxReads >= 1, "polling.max-reads", maxReads, "must be 1 or more");
			check(!noneAfter.isNegative(), "polling.none-after", noneAfter, NOT_NEGATIVE);
		}

	}

}
