package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.bulkcheckout.checkout.RetrySettings;
import dev.bulkcheckout.job.MaxRefused;
import dev.bulkcheckout.job.RunOptions;
import dev.bulkcheckout.subscriptions.ProductRules;

/**
 * The options of a run as settings: from flags, a file of {@code jobs/}, or the
 * environment.
 *
 * @param output where the result files go
 * @param concurrency calls in flight at the most
 * @param rate calls a second at the most
 * @param reconcileFor how long subscription ids are asked for
 * @param patience how long to wait for an API that is down
 * @param maxRefused how much may be refused before the run stops
 * @param stopAt time of day at which to stop
 * @param alsoReconcileOlder whether former runs' missing ids are asked for, too
 * @param rehearsal whether the simulator is asked
 * @param data where the embedded PostgreSQL lives
 * @param productRules what is known of products
 * @param repeat how often a cart is asked for
 * @param look how often an order is asked for
 */
@ConfigurationProperties("bulk-checkout")
record RunSettings(@Nullable String output, @DefaultValue("32") int concurrency, @Nullable Double rate,
		@Nullable Duration reconcileFor, @DefaultValue("30m") Duration patience, @DefaultValue("20%") String maxRefused,
		@Nullable LocalTime stopAt, boolean alsoReconcileOlder, boolean rehearsal, @DefaultValue("data") String data,
		@DefaultValue List<ProductRules.Rule> productRules, @DefaultValue RetrySettings repeat,
		@DefaultValue PollingSettings look) {

	private static final Duration RECONCILE_FOR = Duration.ofHours(1);

	private static final Duration RECONCILE_REHEARSAL_FOR = Duration.ofSeconds(20);

	RunOptions asOptions() {
		Duration reconcile = (this.reconcileFor != null) ? this.reconcileFor
				: this.rehearsal ? RECONCILE_REHEARSAL_FOR : RECONCILE_FOR;
		return new RunOptions((this.output != null) ? Path.of(this.output) : null, this.concurrency, this.rate,
				reconcile, this.patience, MaxRefused.parse(this.maxRefused), this.stopAt, this.alsoReconcileOlder,
				this.rehearsal);
	}

}
