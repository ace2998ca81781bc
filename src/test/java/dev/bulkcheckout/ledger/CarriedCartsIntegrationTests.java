package dev.bulkcheckout.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

import dev.bulkcheckout.Await;
import dev.bulkcheckout.TestDatabase;
import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.RunId;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nights of a job, each a run; a day passes by putting all times of the ledger back by
 * one.
 */
@Execution(ExecutionMode.CONCURRENT)
class CarriedCartsIntegrationTests {

	private static final Duration THREE_DAYS = Duration.ofDays(3);

	private static final String UNKNOWN = "outcome = 'UNKNOWN', http_status = 503, attempts = 4";

	private final TestDatabase database = TestDatabase.migrated();

	private final Leases leases = new Leases(this.database.jdbc(), Duration.ofDays(100));

	private final Runs runs = new Runs(this.database.jdbc());

	private final CarriedCarts carried = new CarriedCarts(this.database.jdbc(), Set.of("403 800073", "2xx 800073"));

	private final Staging staging = staging(this.database.transactions());

	private long newest;

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void whatClearsByItselfIsCarriedOverOnceWithItsLineageAndNothingElse() {
		RunId first = aNight("nightly", LongStream.rangeClosed(1, 15).toArray());
		String refused = "outcome = 'REFUSED', attempts = 1, http_status = ";
		ended(1, UNKNOWN);
		ended(2, refused + "429");
		ended(3, refused + "403, error_code = '800073'");
		ended(4, refused + "200, error_code = '800073'");
		ended(5, refused + "404, error_description = 'HTTP 404: the Customer was not found'");
		ended(6, refused + "201");
		orderErrors(6, "800073");
		ended(7, "outcome = 'NOT_ATTEMPTED', error_code = 'NOT_READ'");
		ended(8, refused + "400, error_code = '800009'");
		ended(9, refused + "400, error_code = '800073'");
		ended(10, refused + "404, error_description = 'HTTP 404: no such cart of this customer'");
		ended(11, refused + "201");
		orderErrors(11, "800073", "800009");
		ended(12, "outcome = 'ORDERED', http_status = 201");
		ended(13, "outcome = 'PARTIALLY_ORDERED', http_status = 201");
		ended(14, "outcome = 'ALREADY_ORDERED', http_status = 400, error_code = '800065'");
		ended(15, "outcome = 'NOT_ATTEMPTED', error_code = 'OVER_LIMIT'");
		finish(first);
		assertThat(this.carried.waiting("nightly", false, THREE_DAYS, null).orElseThrow().words())
			.isEqualTo("7 carts carried over from run 1");

		RunId second = aNight("nightly", 1, 20);
		assertThat(rows(second)).as("the line of the CSV is the cart's, and it is there once")
			.containsExactly("1: 1 asked", "2: 20", "3: 2 from 1:2", "4: 3 from 1:3", "5: 4 from 1:4", "6: 5 from 1:5",
					"7: 6 from 1:6", "8: 7 from 1:7");
		assertThat(this.carried.in(second).orElseThrow().words()).isEqualTo("6 carts carried over from run 1");
		assertThat(this.carried.firstLine(second)).contains(3L);
		assertThat(this.runs.find(second).orElseThrow().rowsRead()).isEqualTo(2);
		assertThat(waiting()).as("while that run is open").isZero();
		ended(2, UNKNOWN);
		ended(20, UNKNOWN);
		this.database.jdbc().sql("update cart set outcome = 'ORDERED' where run_id = 2 and outcome is null").update();
		finish(second);
		assertThat(this.carried.waiting("nightly", false, THREE_DAYS, null).orElseThrow().words())
			.isEqualTo("2 carts carried over from run 2");
	}

	@Test
	void aCartIsCarriedOverForSoManyDaysSinceItWasFirstSeen() {
		RunId first = aNight("nightly", 1);
		ended(1, UNKNOWN);
		finish(first);
		for (long night : List.of(2L, 3L)) {
			days(1.2);
			RunId next = aNight("nightly");
			assertThat(rows(next)).as("night " + night).hasSize(1);
			ended(1, UNKNOWN);
			finish(next);
			// what is removed was seen all the same
			this.database.jdbc().sql("delete from run where id < :run").param("run", night).update();
		}
		days(1.2);
		assertThat(waiting()).as("after 3.6 days").isZero();
		assertThat(this.carried.waiting("nightly", false, Duration.ofDays(7), null)).isPresent();
		inspected(new RunId(3), "4 hours");
		assertThat(this.carried.waiting("nightly", false, Duration.ofDays(7), null)).isPresent();
		days(0.5);
		assertThat(this.carried.waiting("nightly", false, Duration.ofDays(7), null)).as("the cart has expired")
			.isEmpty();
		this.database.jdbc().sql("delete from cart_inspection").update();
		days(3);
		assertThat(this.carried.waiting("nightly", false, Duration.ofDays(30), null)).as("after seven days").isEmpty();
	}

	@Test
	void whatAnotherRunHasOrAsksForIsLeftAlone() {
		RunId first = aNight("nightly", 1, 2, 3, 4, 5);
		LongStream.rangeClosed(1, 5).forEach((cart) -> ended(cart, UNKNOWN));
		finish(first);
		// by hand, of no job
		RunId ordering = aNight(null, 1);
		ended(1, "outcome = 'ORDERED', http_status = 201");
		finish(ordering);
		RunId refusing = aNight(null, 2);
		ended(2, "outcome = 'REFUSED', http_status = 400, error_code = '800009'");
		finish(refusing);
		RunId open = aNight("other", 3);
		RunId looking = aRun(Run.PREFLIGHT + "x", null, false);
		stage(looking, 4);
		RunId rehearsal = aRun("rehearsal", "nightly", true);
		stage(rehearsal, 5);
		assertThat(rows(aNight("other"))).as("of another job").isEmpty();
		RunId second = aNight("nightly");
		assertThat(rows(second)).containsExactly("1: 4 asked from 1:4", "2: 5 asked from 1:5");
		ended(3, UNKNOWN);
		finish(open);
		assertThat(rows(aNight("nightly"))).containsExactly("1: 3 asked from 1:3");
	}

	@Test
	void runsThatCanBeRestartedKeepTheirCarts() {
		RunId first = aNight("nightly", 1, 2);
		ended(1, UNKNOWN);
		this.runs.stopped(first, "WINDOW_ENDED", "it is 06:00", "");
		assertThat(waiting()).isZero();
		ended(2, UNKNOWN);
		finish(first);
		assertThat(waiting()).isEqualTo(2);
		assertThat(this.carried.waiting("nightly", false, THREE_DAYS,
				this.database.jdbc()
					.sql("select min(completed_at) from cart")
					.query((row, number) -> row.getTimestamp(1).toInstant())
					.single()))
			.isEmpty();
	}

	@Test
	void withoutTheSettingOrAJobNothingIsCarriedOver() {
		RunId first = aNight("nightly", 1);
		ended(1, UNKNOWN);
		finish(first);
		RunId off = aRun("off", "nightly", false);
		this.staging.stage(lease(off), (rows) -> 0, "", Duration.ZERO);
		assertThat(rows(off)).isEmpty();
		assertThat(rows(aNight(null))).isEmpty();
	}

	@Test
	void ofTwoRunsAtTheSameTimeOneTakesWhatWasLeft() throws Exception {
		RunId first = aNight("nightly", 1);
		ended(1, UNKNOWN);
		finish(first);
		Lease one = lease(aRun("one", "nightly", false));
		Lease other = lease(aRun("other", "nightly", false));
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		Staging slow = staging(new Held(this.database.transactions(), entered, go));
		Executor threads = (task) -> Thread.ofPlatform().daemon().start(task);
		CompletableFuture<Void> holds = CompletableFuture.runAsync(() -> slow.stage(one, (rows) -> 0, "", THREE_DAYS),
				threads);
		entered.await();
		CompletableFuture<Void> comes = CompletableFuture
			.runAsync(() -> this.staging.stage(other, (rows) -> 0, "", THREE_DAYS), threads);
		Await.until(() -> comes.isDone() || this.database.jdbc()
			.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
			.query(Long.class)
			.single() > 0);
		go.countDown();
		CompletableFuture.allOf(holds, comes).get();
		assertThat(rows(one.run())).hasSize(1);
		assertThat(rows(other.run())).isEmpty();
	}

	/** Commits when it may. */
	private record Held(TransactionOperations inner, CountDownLatch entered,
			CountDownLatch go) implements TransactionOperations {

		@Override
		public <T extends @Nullable Object> T execute(TransactionCallback<T> action) throws TransactionException {
			return this.inner.execute((status) -> {
				T result = action.doInTransaction(status);
				this.entered.countDown();
				try {
					this.go.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				return result;
			});
		}

	}

	private Staging staging(TransactionOperations transactions) {
		return new Staging(this.database.dataSource(), transactions, this.leases, this.carried);
	}

	private RunId aNight(@Nullable String job, long... carts) {
		RunId run = aRun("night " + this.newest, job, false);
		stage(run, carts);
		return run;
	}

	private RunId aRun(String key, @Nullable String job, boolean rehearsal) {
		long id = ++this.newest;
		this.database.jdbc()
			.sql("insert into batch_job_instance values (:id, 0, 'bulkCheckout', :key)")
			.param("id", id)
			.param("key", "key" + id)
			.update();
		RunId run = new RunId(id);
		this.runs.enter(run, new NewRun(key, "carts.csv", null, null, null, null, job, rehearsal, "{}"));
		return run;
	}

	private Lease lease(RunId run) {
		return this.leases.acquire(run, LedgerUnderTest.HERE).orElseThrow();
	}

	private void stage(RunId run, long... carts) {
		this.staging.stage(lease(run), (rows) -> {
			for (int i = 0; i < carts.length; i++) {
				String customer = (run.value() == 1) ? "a0000000-0000-0000-0000-00000000000a"
						: "A0000000-0000-0000-0000-00000000000A";
				rows.cart(i + 1, new Cart(new CustomerId(customer),
						new CartId("c0000000-0000-0000-0000-%012d".formatted(carts[i]))));
			}
			return carts.length;
		}, "", THREE_DAYS);
	}

	/** Of the newest run that has the cart open. */
	private void ended(long cart, String as) {
		assertThat(this.database.jdbc()
			.sql("""
					update cart set completed_at = clock_timestamp(), %s
					 where outcome is null and cart_id like '%%-' || lpad(:cart::text, 12, '0')
					   and run_id = (select max(run_id) from cart join run on run.id = run_id
					                  where cart_id like '%%-' || lpad(:cart::text, 12, '0') and run_key not like 'preflight:%%'
					                    and not rehearsal and outcome is null)"""
				.formatted(as))
			.param("cart", cart)
			.update()).isEqualTo(1);
	}

	private void orderErrors(long line, String... codes) {
		for (String code : codes) {
			this.database.jdbc()
				.sql("insert into order_error (run_id, line, code) values (1, :line, :code)")
				.param("line", line)
				.param("code", code)
				.update();
		}
	}

	private void inspected(RunId run, String expiresIn) {
		this.database.jdbc()
			.sql("""
					insert into cart_inspection (run_id, line, verdict, lines, expires_at, inspected_at)
					select run_id, line, 'WOULD_GO', 1, now() + :in::interval, now() from cart where run_id = :run""")
			.param("run", run.value())
			.param("in", expiresIn)
			.update();
	}

	private void finish(RunId run) {
		this.runs.finished(run, 3);
	}

	private void days(double days) {
		for (String column : List.of("run.staged_at", "run.created_at", "run.finished_at", "cart.completed_at",
				"carried_cart.first_seen_at", "cart_inspection.expires_at", "cart_inspection.inspected_at")) {
			String[] names = column.split("\\.", 2);
			this.database.jdbc()
				.sql("update %1$s set %2$s = %2$s - make_interval(secs => :secs)".formatted(names[0], names[1]))
				.param("secs", days * 86_400)
				.update();
		}
	}

	private long waiting() {
		return this.carried.waiting("nightly", false, THREE_DAYS, null).map(CarriedCarts.Carried::carts).orElse(0L);
	}

	/** The carts of a run in their turn. */
	private List<String> rows(RunId run) {
		return this.database.jdbc()
			.sql("""
					select line || ': ' || right(cart_id, 12)::bigint || case when asked_before then ' asked' else '' end
					       || coalesce(' from ' || from_run || ':' || from_line, '')
					  from cart left join carried_cart using (run_id, line) where run_id = :run order by position""")
			.param("run", run.value())
			.query(String.class)
			.list();
	}

}
