package dev.bulkcheckout.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.bulkcheckout.TestDatabase;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.LeaseHolder;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.NewRun;
import dev.bulkcheckout.ledger.RunEvents;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.RunPulses;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.throttling.CallKind;
import dev.bulkcheckout.throttling.CallListener.CallEnd;
import dev.bulkcheckout.throttling.Pace;
import dev.bulkcheckout.throttling.PaceReason;

import static org.assertj.core.api.Assertions.assertThat;

class CallHistoryIntegrationTests {

	private static final Instant SLOT = Instant.parse("2026-11-22T01:00:00Z");

	private static final RunId RUN = new RunId(17);

	private final TestDatabase database = TestDatabase.migrated();

	private final Leases leases = new Leases(this.database.jdbc(), Duration.ofMinutes(10));

	private final RunPulses pulses = new RunPulses(this.database.template(), this.database.transactions(), this.leases);

	private final RunEvents events = new RunEvents(this.database.template(), this.database.transactions(), this.leases);

	private final AtomicReference<Instant> now = new AtomicReference<>(SLOT.plusSeconds(3));

	private final AtomicReference<Duration> pausedFor = new AtomicReference<>(Duration.ZERO);

	private Lease lease = new Lease(RUN, 0);

	private final CallHistory history = history();

	@BeforeEach
	void begin() {
		this.database.jdbc().sql("insert into batch_job_instance values (17, 0, 'bulkCheckout', 'key')").update();
		new Runs(this.database.jdbc()).enter(RUN,
				new NewRun("key", "carts.csv", null, null, null, null, null, false, "{}"));
		this.lease = this.leases.acquire(RUN, new LeaseHolder("night-01 boot", 4711, null)).orElseThrow();
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private CallHistory history() {
		return new CallHistory(this.pulses, this.events, () -> new Pace(0, 0, 97, 0, 0, this.pausedFor.get(),
				new PaceReason(PaceReason.Kind.RATE, "held at 97/s")), this.now::get);
	}

	@Test
	void callsOfASlotAreKeptWithItsEnd() {
		this.history.ended(CallKind.CHECKOUT, CallEnd.ANSWERED, "200", Duration.ofMillis(200));
		this.history.ended(CallKind.CHECKOUT, CallEnd.ANSWERED, "200", Duration.ofMillis(201));
		this.history.ended(CallKind.CHECKOUT, CallEnd.THROTTLED, "200", Duration.ofMillis(1));
		this.history.ended(CallKind.CHECKOUT, CallEnd.FAILED, "200", Duration.ofMinutes(3));
		this.history.ended(CallKind.READ, CallEnd.ANSWERED, "200", Duration.ofSeconds(5));
		this.history.sample(() -> this.lease);
		assertThat(rows()).as("the slot goes on").isEmpty();
		this.now.set(SLOT.plusSeconds(10));
		this.history.sample(() -> this.lease);
		assertThat(rows()).containsExactly(
				"2026-11-22 01:00:00 CHECKOUT 2 1 1 0 18.0402 97 {1,0,0,0,0,0,0,1,1,0,0,0,0,0,0,0,1}",
				"2026-11-22 01:00:00 READ 1 0 0 0 0.5 97 {0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,0}");
		this.now.set(SLOT.plusSeconds(20));
		this.history.sample(() -> this.lease);
		assertThat(rows()).as("nothing happened").hasSize(2);
	}

	@Test
	void pausesCountWhereTheyFall() {
		this.pausedFor.set(Duration.ofMillis(1300));
		this.history.sample(() -> this.lease);
		this.pausedFor.set(Duration.ofMillis(300));
		this.history.sample(() -> this.lease);
		this.pausedFor.set(Duration.ZERO);
		this.now.set(SLOT.plusSeconds(10));
		this.history.sample(() -> this.lease);
		assertThat(column("paused_ms")).containsExactly("1300", "1300");
	}

	@Test
	void whatHeldTheCallsBackIsKeptWithTheSlot() {
		this.history.sample(() -> this.lease);
		this.history.ended(CallKind.CHECKOUT, CallEnd.ANSWERED, "200", Duration.ofMillis(200));
		this.history.keepUpToNow(() -> this.lease);
		this.history.ended(CallKind.CHECKOUT, CallEnd.ANSWERED, "200", Duration.ofMillis(200));
		this.history.keepUpToNow(() -> this.lease);
		assertThat(column("pace")).containsExactly("held at 97/s");
	}

	@Test
	void whoeverGoesOnAddsToTheSlot() {
		this.history.ended(CallKind.CHECKOUT, CallEnd.ANSWERED, "200", Duration.ofSeconds(1));
		this.history.keepUpToNow(() -> this.lease);
		CallHistory other = history();
		other.ended(CallKind.CHECKOUT, CallEnd.ANSWERED, "200", Duration.ofSeconds(2));
		other.keepUpToNow(() -> this.lease);
		assertThat(rows())
			.containsExactly("2026-11-22 01:00:00 CHECKOUT 2 0 0 0 0.3 97 {0,0,0,0,0,0,0,0,0,1,1,0,0,0,0,0,0}");
	}

	@Test
	void aSlotThatWasAskedForGoesOn() {
		try (CallHistory.Keeping keeping = this.history.keep(() -> this.lease)) {
			this.history.ended(CallKind.CHECKOUT, CallEnd.ANSWERED, "200", Duration.ofSeconds(1));
			this.history.outagesOf("Partner Center").apiDown("HTTP 503", SLOT, SLOT.plusSeconds(1800));
			keeping.keep();
			keeping.keep();
			assertThat(column("answered")).containsExactly("1");
			assertThat(eventRows()).hasSize(1);
			this.history.ended(CallKind.CHECKOUT, CallEnd.FAILED, "200", Duration.ofSeconds(1));
		}
		assertThat(rows())
			.containsExactly("2026-11-22 01:00:00 CHECKOUT 1 0 1 0 0.2 97 {0,0,0,0,0,0,0,0,0,2,0,0,0,0,0,0,0}");
		assertThat(eventRows()).as("events are not told twice").hasSize(1);
	}

	@Test
	void nothingIsLostBetweenThreads() throws Exception {
		try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
			for (int i = 0; i < 4; i++) {
				threads.submit(() -> {
					for (int j = 0; j < 10_000; j++) {
						this.history.ended(CallKind.READ, CallEnd.ANSWERED, "200", Duration.ofMillis(1));
					}
				});
			}
			for (int slot = 1; slot < 20; slot++) {
				this.now.set(SLOT.plusSeconds(10L * slot));
				this.history.sample(() -> this.lease);
			}
		}
		this.history.keepUpToNow(() -> this.lease);
		assertThat(column("sum(answered)")).containsExactly("40000");
	}

	@Test
	void eventsAreKeptWithTheirProcess() {
		var outages = this.history.outagesOf("Partner Center");
		outages.apiDown("HTTP 503", SLOT, SLOT.plusSeconds(1800));
		outages.stillDown("HTTP 503", SLOT, SLOT.plusSeconds(1800));
		this.now.set(SLOT.plusSeconds(33));
		outages.apiUp(Duration.ofSeconds(33));
		this.now.set(SLOT.plusSeconds(40));
		this.history.tokenIssued(SLOT.plusSeconds(40).plus(Duration.ofMinutes(59)));
		this.history.keepUpToNow(() -> this.lease);
		assertThat(eventRows()).containsExactly(
				"OUTAGE Partner Center did not answer (HTTP 503); it was waited for night-01, pid 4711",
				"OUTAGE_ENDED Partner Center answered again after 33 s night-01, pid 4711",
				"TOKEN a new access token, good for 59 min night-01, pid 4711");
	}

	@Test
	void whatIsKeptUntilTheEndIsThereAfterIt() {
		try (CallHistory.Keeping keeping = this.history.keep(() -> this.lease)) {
			this.history.ended(CallKind.READ, CallEnd.ANSWERED, "200", Duration.ofMillis(1));
		}
		assertThat(column("answered")).containsExactly("1");
	}

	@Test
	void oneWithoutTheLeaseKeepsNothingAndDisturbsNobody() {
		this.history.ended(CallKind.READ, CallEnd.ANSWERED, "200", Duration.ofMillis(1));
		this.leases.takeOver(RUN, new LeaseHolder("other", 1, null), this.lease.token());
		this.history.keepUpToNow(() -> this.lease);
		assertThat(rows()).isEmpty();
	}

	@Test
	void historyOfASlotSurvivesADatabaseThatIsAway() {
		this.history.ended(CallKind.READ, CallEnd.ANSWERED, "200", Duration.ofMillis(1));
		this.database.jdbc().sql("alter table run_pulse rename to away").update();
		this.now.set(SLOT.plusSeconds(10));
		this.history.sample(() -> this.lease);
		this.database.jdbc().sql("alter table away rename to run_pulse").update();
		this.history.keepUpToNow(() -> this.lease);
		assertThat(column("at at time zone 'UTC'")).containsExactly("2026-11-22 01:00:00");
	}

	private List<String> rows() {
		return this.database.jdbc()
			.sql("""
					select concat_ws(' ', at at time zone 'UTC', call, answered, refused, failed, paused_ms, in_flight, rate, latency)
					  from run_pulse order by at, call""")
			.query(String.class)
			.list();
	}

	private List<String> eventRows() {
		return this.database.jdbc()
			.sql("select concat_ws(' ', kind, says, by) from run_event order by at")
			.query(String.class)
			.list();
	}

	private List<String> column(String column) {
		return new ArrayList<>(
				this.database.jdbc().sql("select (" + column + ")::text from run_pulse").query(String.class).list());
	}

}
