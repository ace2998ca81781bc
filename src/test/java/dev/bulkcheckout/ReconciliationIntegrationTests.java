package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.simulator.Behaviour;
import dev.bulkcheckout.simulator.ScenarioFile;
import dev.bulkcheckout.simulator.SeenRequest;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Subscription ids that come late, through the real job.
 */
@Timeout(300)
class ReconciliationIntegrationTests {

	private final Path directory;

	ReconciliationIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	private static SimulatorSettings late(String behaviour, Duration provisioning) {
		return ScenarioFile.parse("record 100000\nprovisioning " + provisioning + "\nothers " + behaviour,
				SimulatorSettings.DEFAULTS);
	}

	private static Map<String, List<SeenRequest>> looksByOrder(RunFixture fixture) {
		return fixture.simulator.requests()
			.stream()
			.filter((request) -> request.path().contains("/orders/"))
			.collect(Collectors.groupingBy(SeenRequest::path));
	}

	@Test
	void lateIdsAreThereWithinOnePollingIntervalOfTheirAppearing() throws Exception {
		try (RunFixture fixture = new RunFixture(this.directory, late("fine product=saas", Duration.ofSeconds(3)))) {
			RunEnd end = fixture.run(fixture.aFileOf(60));
			assertThat(end).isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 0));
			assertThat(fixture.count("select count(*) from order_line_item where subscription_state = 'PROVISIONED'"))
				.isEqualTo(60);
			// the longest pause between looks is a second; ten are left to a busy machine
			assertThat(fixture.count("""
					select count(*) from order_line_item i join cart_order o on o.id = i.cart_order_id
					  join cart c on c.run_id = o.run_id and c.line = o.line
					 where i.provisioned_at > c.completed_at + interval '3 seconds' + interval '10 seconds'"""))
				.isZero();
		}
	}

	@Test
	@Tag("long")
	void callsForAThousandAwaitedOrdersStayWithinTheBound() throws Exception {
		try (RunFixture fixture = new RunFixture(this.directory, late("fine product=saas", Duration.ofSeconds(20)))
			.with("bulk-checkout.polling.first-pause", "1s")
			.with("bulk-checkout.polling.longest-pause", "16s")
			.with("bulk-checkout.polling.initial-delay", "1s")
			.with("bulk-checkout.reconcile-for", "60s")
			.with("bulk-checkout.concurrency", 64)) {
			RunEnd end = fixture.run(fixture.aFileOf(1000));
			assertThat(end).isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 0));
			Map<String, List<SeenRequest>> looks = looksByOrder(fixture);
			assertThat(looks).hasSize(1000);
			// at 1, 2, 4, 8, 16, 32 seconds or later: pauses of 1, 1, 2, 4, 8, 16 less a
			// tenth
			assertThat(looks.values()).allMatch((all) -> all.size() <= 7);
			assertThat(fixture.count("select max(reads) from cart_order")).isLessThanOrEqualTo(7);
			looks.values().forEach((all) -> {
				for (int i = 1; i < all.size(); i++) {
					long pause = all.get(i).arrivedAtNanos() - all.get(i - 1).arrivedAtNanos();
					assertThat(Duration.ofNanos(pause)).as("once a round")
						.isGreaterThanOrEqualTo(Duration.ofMillis(850L << (i - 1)));
				}
			});
		}
	}

	@Test
	void laterReconcileFindsWhatWasMissingAndAsksForNothingElse() throws Exception {
		try (RunFixture fixture = new RunFixture(this.directory, late("fine product=saas", Duration.ofSeconds(12)))
			.with("bulk-checkout.reconcile-for", "2s")) {
			RunEnd end = fixture.run(fixture.aFileOf(20));
			assertThat(end).isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 4));
			assertThat(fixture.count("select count(*) from order_line_item where subscription_state = 'MISSING'"))
				.isEqualTo(20);
			assertThat(fixture.count("select min(second_reads) from cart_order")).as("second source").isEqualTo(1);
			long checkouts = fixture.simulator.counts().checkouts();
			fixture.with("bulk-checkout.reconcile-for", "30s");
			assertThat(fixture.reconcile(end.about().orElseThrow()))
				.isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 0));
			assertThat(fixture.count("select count(*) from order_line_item where subscription_state = 'PROVISIONED'"))
				.isEqualTo(20);
			assertThat(fixture.count("select exit_code from run")).isZero();
			assertThat(fixture.simulator.counts().checkouts()).isEqualTo(checkouts);
			long calls = fixture.simulator.counts().calls();
			assertThat(fixture.reconcile(null)).isInstanceOf(RunEnd.NothingToDo.class);
			assertThat(fixture.simulator.counts().calls()).isEqualTo(calls);
		}
	}

	@Test
	void ordersAreTakenUpAgainAsOftenAsTheSettingSays() throws Exception {
		try (RunFixture fixture = new RunFixture(this.directory, late("fine product=saas", Duration.ofSeconds(10)))
			.with("bulk-checkout.polling.max-reads", 2)) {
			RunEnd end = fixture.run(fixture.aFileOf(5));
			assertThat(end).isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 4));
			assertThat(fixture.reconcile(end.about().orElseThrow())).isEqualTo(end);
			assertThat(fixture.count("select max(reads) from cart_order")).as("no third look").isEqualTo(2);
			fixture.with("bulk-checkout.polling.max-reads", 50);
			assertThat(fixture.reconcile(end.about().orElseThrow()))
				.isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 0));
		}
	}

	@Test
	void nightlyRunPicksUpFormerRunsIdsOnlyWhenAsked() throws Exception {
		try (RunFixture fixture = new RunFixture(this.directory, late("fine product=saas", Duration.ofSeconds(6)))
			.with("bulk-checkout.reconcile-for", "1s")) {
			RunEnd former = fixture.run(fixture.aFileOf(10));
			assertThat(former).isEqualTo(new RunEnd.Finished(former.about().orElseThrow(), 4));
			String missingOfFormer = "select count(*) from order_line_item i join cart_order o on o.id = i.cart_order_id"
					+ " where i.subscription_state = 'MISSING' and o.run_id = " + former.about().orElseThrow().value();
			List<String> licences = Stream.generate(() -> UUID.randomUUID().toString()).limit(5).toList();
			licences.forEach((cart) -> fixture.simulator.behave(cart, Behaviour.FINE));
			RunEnd next = fixture.run(fixture.aFileOf(licences));
			assertThat(next).isEqualTo(new RunEnd.Finished(next.about().orElseThrow(), 0));
			assertThat(fixture.count(missingOfFormer)).as("not asked").isEqualTo(10);
			List<String> more = Stream.generate(() -> UUID.randomUUID().toString()).limit(5).toList();
			more.forEach((cart) -> fixture.simulator.behave(cart, Behaviour.FINE));
			fixture.with("bulk-checkout.also-reconcile-older", true).with("bulk-checkout.reconcile-for", "20s");
			RunEnd third = fixture.run(fixture.aFileOf(more));
			assertThat(third).isEqualTo(new RunEnd.Finished(third.about().orElseThrow(), 0));
			assertThat(fixture.count(missingOfFormer)).isZero();
			assertThat(fixture.count("select exit_code from run where id = " + former.about().orElseThrow().value()))
				.isZero();
		}
	}

	@Test
	void productRulesOfTheSettingsEndTheWaiting() throws Exception {
		try (RunFixture fixture = new RunFixture(this.directory,
				late("fine product=saas ids=never", Duration.ofSeconds(1)))
			.with("bulk-checkout.product-rules[0].name", "barracuda")
			.with("bulk-checkout.product-rules[0].subscription", "false")
			.with("bulk-checkout.reconcile-for", "2m")) {
			RunEnd end = fixture.run(fixture.aFileOf(10));
			assertThat(end).isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 0));
			assertThat(fixture.count("select count(*) from order_line_item where subscription_state = 'NOT_EXPECTED'"))
				.isEqualTo(10);
			assertThat(looksByOrder(fixture)).isEmpty();
		}
	}

}
