package dev.bulkcheckout.ledger;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.bulkcheckout.cart.RunId;

import static org.assertj.core.api.Assertions.assertThat;

class RunEventsIntegrationTests {

	private final LedgerUnderTest ledger = new LedgerUnderTest();

	@AfterEach
	void close() {
		this.ledger.close();
	}

	@Test
	void whatChangesARunIsNotedWithTheChange() {
		RunId run = this.ledger.aRun(17);
		Lease lease = this.ledger.leases.acquire(run, LedgerUnderTest.HERE).orElseThrow();
		this.ledger.runs.started(run);
		this.ledger.runs.requestStop(run);
		this.ledger.runs.stopped(run, "OPERATOR", "somebody asked", "");
		this.ledger.leases.release(lease);
		this.ledger.leases.acquire(run, LedgerUnderTest.THERE);
		this.ledger.runs.started(run);
		this.ledger.runs.finished(run, 3);
		assertThat(events()).containsExactly("STARTED began here, pid 1",
				"STOP_ASKED 'bulk-checkout stop' asked for it to stop", "STOPPED stopped: somebody asked here, pid 1",
				"RESTARTED went on there, pid 2", "FINISHED finished with exit code 3 there, pid 2");
	}

	@Test
	void aFinishedRunIsNotStopped() {
		RunId run = this.ledger.aRun(17);
		this.ledger.runs.finished(run, 0);
		this.ledger.runs.stopped(run, "OPERATOR", "too late", "");
		assertThat(events()).containsExactly("FINISHED finished with exit code 0");
	}

	@Test
	void whoeverIsTakenOverFromWasLostWhenLastHeardOf() {
		RunId run = this.ledger.aRun(17);
		Lease lease = this.ledger.leases.acquire(run, LedgerUnderTest.HERE).orElseThrow();
		this.ledger.database.jdbc().sql("update run_lease set heartbeat_at = '2026-11-22T01:00:00Z'").update();
		assertThat(this.ledger.leases.takeOver(run, LedgerUnderTest.THERE, lease.token() - 1)).isEmpty();
		assertThat(events()).as("nobody took over").isEmpty();
		this.ledger.leases.takeOver(run, LedgerUnderTest.THERE, lease.token());
		assertThat(events()).containsExactly("LOST was last heard of; the process ended without a word here, pid 1");
		assertThat(this.ledger.rows("at at time zone 'UTC'", "run_event")).containsExactly("2026-11-22 01:00:00");
	}

	private List<String> events() {
		return this.ledger.database.jdbc()
			.sql("select concat_ws(' ', kind, says, by) from run_event order by ctid")
			.query(String.class)
			.list();
	}

}
