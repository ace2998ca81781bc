package dev.bulkcheckout.job;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.step.StepExecution;

import dev.bulkcheckout.TestDatabase;
import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.ledger.CarriedCarts;
import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Inspections;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.LeaseHolder;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.NewRun;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.Staging;
import dev.bulkcheckout.settings.EffectiveValues;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.throttling.StopSignal;

import static org.assertj.core.api.Assertions.assertThat;

class CheckoutStepListenerIntegrationTests {

	private static final RunId RUN = new RunId(1);

	private final TestDatabase database = TestDatabase.migrated();

	private final Leases leases = new Leases(this.database.jdbc(), Duration.ofMinutes(1));

	private final Runs runs = new Runs(this.database.jdbc());

	private @Nullable ActiveRun run;

	private final StepExecution step = new StepExecution(1, "checkoutCarts",
			new JobExecution(1, new JobInstance(1, BulkCheckoutConfiguration.JOB), new JobParameters()));

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void stepThatLeavesCartsWithoutOutcomeFailsAndSaysSo() {
		enterRunWithCarts(2);
		afterStep();
		assertThat(this.step.getStatus()).isEqualTo(BatchStatus.FAILED);
		assertThat(Faults.words(this.step.getJobExecution().getAllFailureExceptions()))
			.isEqualTo("the step checkoutCarts ended, but 2 carts have no outcome");
		assertThat(this.runs.find(RUN).orElseThrow().checkedOutAt()).isNull();
	}

	@Test
	void stepThatSettledAllCartsIsNoted() {
		enterRunWithCarts(0);
		afterStep();
		assertThat(this.step.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(this.runs.find(RUN).orElseThrow().checkedOutAt()).isNotNull();
	}

	private void afterStep() {
		this.step.getJobExecution().addStepExecution(this.step);
		this.step.setStatus(BatchStatus.COMPLETED);
		Carts carts = new Carts(this.database.template(), this.database.transactions(), this.leases, Duration.ZERO);
		DatabaseRetry retry = new DatabaseRetry(Duration.ZERO, (word) -> {
		}, InstantSource.system());
		Inspections inspections = new Inspections(this.database.template(), this.database.transactions(), this.leases);
		new CheckoutStepListener(Objects.requireNonNull(this.run), this.runs, carts, inspections,
				new CarriedCarts(this.database.jdbc(), Set.of()), retry)
			.afterStep(this.step);
	}

	@SuppressWarnings("NullAway") // nobody is called
	private void enterRunWithCarts(int carts) {
		this.database.jdbc().sql("insert into batch_job_instance values (1, 0, 'bulkCheckout', 'key')").update();
		RunProperties options = EffectiveValues.read(Map.of("bulk-checkout.concurrency", "1"));
		this.runs.enter(RUN,
				new NewRun("key", "carts.csv", null, null, null, null, null, false, EffectiveValues.toJson(options)));
		Lease lease = this.leases.acquire(RUN, new LeaseHolder("here", 1, null)).orElseThrow();
		new Staging(this.database.dataSource(), this.database.transactions(), this.leases,
				new CarriedCarts(this.database.jdbc(), Set.of()))
			.stage(lease, (rows) -> {
				for (int line = 1; line <= carts; line++) {
					rows.cart(line, new Cart(new CustomerId(UUID.randomUUID().toString()),
							new CartId(UUID.randomUUID().toString())));
				}
				return carts;
			}, "repeated", Duration.ZERO);
		Calls none = new Calls(null, null, null);
		this.run = new ActiveRun(RUN, new CartSource.Ledger(), true, options, Map.of(RUN, lease), none,
				new StopSignal(), new Progress(), () -> {
				});
	}

}
