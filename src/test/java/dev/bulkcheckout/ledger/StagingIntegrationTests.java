package dev.bulkcheckout.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import dev.bulkcheckout.TestDatabase;
import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Execution(ExecutionMode.CONCURRENT)
class StagingIntegrationTests {

	private static final String ALICE = "a0000000-0000-0000-0000-00000000000a";

	private static final String BOB = "b0000000-0000-0000-0000-00000000000b";

	private final TestDatabase database = TestDatabase.migrated();

	private final Leases leases = new Leases(this.database.jdbc(), Duration.ofSeconds(15));

	private final Runs runs = new Runs(this.database.jdbc());

	private final Carts carts = new Carts(this.database.template(), this.database.transactions(), this.leases,
			Duration.ofSeconds(5));

	private final Staging staging = new Staging(this.database.dataSource(), this.database.transactions(), this.leases,
			new CarriedCarts(this.database.jdbc(), List.of()));

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void repeatedCartIsRejectedAlsoInOtherCase() {
		Lease lease = aLeasedRun(1);
		this.staging.stage(lease, (rows) -> {
			rows.cart(2, cart(ALICE, 1));
			rows.cart(3, cart(ALICE, 2));
			rows.cart(4, new Cart(new CustomerId(ALICE.toUpperCase(Locale.ROOT)), cart(ALICE, 1).id()));
			rows.rejected(5, "tab\tand \\ and\nline", "raw\r\u0000");
			return 4;
		}, "repeats the cart of line ", Duration.ZERO);
		assertThat(this.carts.unsettled(lease.run(), 0, 10)).extracting(StagedCart::line).containsExactly(2L, 3L);
		assertThat(this.database.jdbc()
			.sql("select line || '|' || reason || '|' || raw from rejected_row order by line")
			.query(String.class)
			.list())
			.containsExactly("4|repeats the cart of line 2|" + ALICE.toUpperCase(Locale.ROOT) + ","
					+ cart(ALICE, 1).id().value(), "5|tab\tand \\ and\nline|raw\r\uFFFD");
		assertThat(this.runs.find(lease.run()).orElseThrow().rowsRead()).isEqualTo(4);
	}

	@Test
	void customersTakeTurns() {
		Lease lease = aLeasedRun(1);
		this.staging.stage(lease, (rows) -> {
			rows.cart(1, cart(ALICE, 1));
			rows.cart(2, cart(ALICE, 2));
			rows.cart(3, cart(ALICE, 3));
			rows.cart(4, cart(BOB, 4));
			return 4;
		}, "", Duration.ZERO);
		assertThat(this.carts.unsettled(lease.run(), 0, 10)).extracting(StagedCart::line)
			.containsExactly(1L, 4L, 2L, 3L);
	}

	@Test
	void inputThatBreaksOffLeavesNothing() {
		Lease lease = aLeasedRun(1);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.staging.stage(lease, (rows) -> {
			rows.cart(1, cart(ALICE, 1));
			throw new IllegalStateException("gone");
		}, "", Duration.ZERO));
		assertThat(this.carts.countUnsettled(lease.run())).isZero();
		assertThat(this.runs.find(lease.run()).orElseThrow().stagedAt()).isNull();
	}

	@Test
	void rerunTakesTheCartsOfTheOutcomesAskedFor() {
		Lease first = aLeasedRun(1);
		this.staging.stage(first, (rows) -> {
			rows.cart(7, cart(ALICE, 1));
			rows.cart(8, cart(BOB, 2));
			return 2;
		}, "", Duration.ZERO);
		this.database.jdbc().sql("update cart set outcome = 'ORDERED' where line = 7").update();
		Lease second = aLeasedRun(2);
		this.staging.stageFrom(second, first.run(), Set.of(Outcome.NOT_ATTEMPTED, Outcome.REFUSED));
		List<StagedCart> staged = this.carts.unsettled(second.run(), 0, 10);
		assertThat(staged).extracting(StagedCart::line).containsExactly(8L);
	}

	@Test
	void whatAnotherRunMayHaveBoughtIsKnownWhereverItComesFrom() {
		Lease first = aLeasedRun(1);
		this.staging.stage(first, StagingIntegrationTests::sixCarts, "", Duration.ZERO);
		this.database.jdbc().sql("""
				update cart set outcome = (array['REFUSED', 'UNKNOWN', 'ORDERED'])[line], attempts = (line = 5)::int
				 where line <> 4""").update();
		this.database.jdbc().sql("update cart set outcome = null where line > 3").update();
		this.carts.handOut(first.run(), 4);
		Lease rerun = aLeasedRun(2);
		this.staging.stageFrom(rerun, first.run(), Set.of(Outcome.NOT_ATTEMPTED, Outcome.REFUSED, Outcome.UNKNOWN));
		assertThat(askedBefore(rerun)).containsExactly("1 false", "2 true", "4 true", "5 true", "6 false");
		Lease again = aLeasedRun(3);
		this.staging.stage(again, StagingIntegrationTests::sixCarts, "", Duration.ZERO);
		assertThat(askedBefore(again)).containsExactly("1 false", "2 true", "3 true", "4 true", "5 true", "6 false");
	}

	@Test
	void whatARehearsalAskedWasNeverBought() {
		Lease rehearsal = aLeasedRun(1, true);
		this.staging.stage(rehearsal, StagingIntegrationTests::sixCarts, "", Duration.ZERO);
		this.carts.handOut(rehearsal.run(), 6);
		Lease real = aLeasedRun(2);
		this.staging.stage(real, StagingIntegrationTests::sixCarts, "", Duration.ZERO);
		assertThat(askedBefore(real)).hasSize(6).allMatch((cart) -> cart.endsWith("false"));
	}

	private static long sixCarts(Staging.Rows rows) {
		for (int i = 1; i <= 6; i++) {
			rows.cart(i, cart((i % 2 == 0) ? ALICE : ALICE.toUpperCase(Locale.ROOT), i));
		}
		return 6;
	}

	private List<String> askedBefore(Lease lease) {
		return this.carts.unsettled(lease.run(), 0, 10)
			.stream()
			.map((cart) -> cart.line() + " " + cart.askedBefore())
			.toList();
	}

	@Test
	void rerunKeepsTheRequestIdOfWhatWasNeverAnswered() {
		Lease first = aLeasedRun(1);
		this.staging.stage(first, StagingIntegrationTests::sixCarts, "", Duration.ZERO);
		this.database.jdbc().sql("update cart set outcome = 'UNKNOWN' where line = 1").update();
		Lease second = aLeasedRun(2);
		this.staging.stageFrom(second, first.run(), Set.of(Outcome.NOT_ATTEMPTED, Outcome.UNKNOWN));
		assertThat(this.database.jdbc()
			.sql("select min(line) || '-' || max(line) from cart group by request_id order by 1")
			.query(String.class)
			.list()).containsExactly("1-1", "1-1", "2-2", "3-3", "4-4", "5-5", "6-6");
	}

	private Lease aLeasedRun(long id) {
		return aLeasedRun(id, false);
	}

	private Lease aLeasedRun(long id, boolean rehearsal) {
		this.database.jdbc()
			.sql("insert into batch_job_instance values (:id, 0, 'bulkCheckout', :key)")
			.param("id", id)
			.param("key", "key" + id)
			.update();
		RunId run = new RunId(id);
		this.runs.enter(run, new NewRun("key" + id, "carts.csv", null, null, null, null, null, rehearsal, "{}"));
		return this.leases.acquire(run, new LeaseHolder("host", 1, null)).orElseThrow();
	}

	private static Cart cart(String customer, int number) {
		return new Cart(new CustomerId(customer), new CartId("c0000000-0000-0000-0000-%012d".formatted(number)));
	}

}
