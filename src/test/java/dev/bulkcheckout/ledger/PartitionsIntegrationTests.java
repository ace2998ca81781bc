package dev.bulkcheckout.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import dev.bulkcheckout.Await;
import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.OrderReading;
import dev.bulkcheckout.ledger.Partitions.Standing;

import static dev.bulkcheckout.ledger.LedgerUnderTest.HERE;
import static dev.bulkcheckout.ledger.LedgerUnderTest.THERE;
import static dev.bulkcheckout.ledger.LedgerUnderTest.order;
import static dev.bulkcheckout.ledger.LedgerUnderTest.settlement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

@Execution(ExecutionMode.CONCURRENT)
class PartitionsIntegrationTests {

	private final LedgerUnderTest ledger = new LedgerUnderTest();

	private final Partitions partitions = partitions(this.ledger.leases);

	@AfterEach
	void close() {
		this.ledger.close();
	}

	@Test
	void everyCartIsInOnePartition() {
		Lease run = this.ledger.aRunWithCarts(1, 10);
		assertThat(this.partitions.plan(run, 3, "contoso")).containsExactly(0, 1, 2);
		assertThat(List.of(0, 1, 2)).flatMap((number) -> lines(take(run, number, HERE)))
			.containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
	}

	@Test
	void fewerCartsThanPartitionsMakeAsManyPartitionsAsCarts() {
		assertThat(this.partitions.plan(this.ledger.aRunWithCarts(1, 2), 5, "contoso")).containsExactly(0, 1);
	}

	@Test
	void runThatGoesOnFindsItsPartitionsWhereTheyStand() {
		Lease run = this.ledger.aRunWithCarts(1, 10);
		this.partitions.plan(run, 2, "contoso");
		PartitionLease lease = take(run, 1, HERE);
		this.partitions.handOut(lease, 7);
		this.ledger.leases.release(run);
		Lease next = this.ledger.leases.acquire(run.run(), THERE).orElseThrow();
		assertThat(this.partitions.plan(next, 4, "contoso")).containsExactly(0, 1);
		assertThat(this.partitions.renew(lease)).isEqualTo(Standing.HELD);
		assertThat(taken(next, 1, THERE)).isEmpty();
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.partitions.plan(run, 2, "contoso"));
	}

	@Test
	void workerMaySettleWhileTheRunHasAnotherHolder() {
		Lease run = this.ledger.aRunWithCarts(1, 2);
		this.partitions.plan(run, 1, "contoso");
		PartitionLease lease = take(run, 0, HERE);
		this.ledger.leases.release(run);
		assertThat(this.ledger.leases.acquire(run.run(), THERE)).isPresent();
		settle(lease, this.ledger.carts.unsettled(lease, 0, 1).getFirst(), "o1");
		assertThat(lines(lease)).containsExactly(2L);
	}

	@Test
	void lateWritesOfAWorkerThatLostItsPartitionChangeNothing() {
		Lease run = this.ledger.aRunWithCarts(1, 4);
		this.partitions.plan(run, 2, "contoso");
		PartitionLease paused = expired(run, 0);
		List<StagedCart> inFlight = this.ledger.carts.unsettled(paused, 0, 10);
		this.partitions.handOut(paused, inFlight.getLast().position());
		PartitionLease next = take(run, 0, THERE);
		assertThat(next.token()).isGreaterThan(paused.token());
		List<String> before = cartRows();
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> settle(paused, inFlight.getFirst(), "late"))
			.withMessageStartingWith("Partition 0 of run 1 is worked on by another worker now");
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.ledger.carts.settle(paused,
				List.of(settlement(inFlight.getFirst(), new CheckoutOutcome.NotAttempted("stopped")))));
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.partitions.handOut(paused, 4));
		assertThat(this.partitions.renew(paused)).isEqualTo(Standing.LOST);
		this.partitions.release(paused);
		assertThat(cartRows()).isEqualTo(before);
		assertThat(this.ledger.rows("order_id", "cart_order")).isEmpty();
		assertThat(this.partitions.renew(next)).isEqualTo(Standing.HELD);
		assertThat(this.ledger.carts.unsettled(next, 0, 10)).extracting(StagedCart::line, StagedCart::askedBefore)
			.containsExactly(tuple(1L, true), tuple(2L, true));
	}

	@Test
	void partitionIsNotTakenInTheMiddleOfAWrite() throws Exception {
		Lease run = this.ledger.aRunWithCarts(1, 1);
		this.partitions.plan(run, 1, "contoso");
		PartitionLease writing = expired(run, 0);
		CountDownLatch fenced = new CountDownLatch(1);
		CountDownLatch commit = new CountDownLatch(1);
		try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
			Future<?> write = threads
				.submit(() -> this.ledger.database.transactions().executeWithoutResult((status) -> {
					this.ledger.leases.fence(writing);
					fenced.countDown();
					await(commit);
				}));
			await(fenced);
			Future<PartitionLease> taking = threads.submit(() -> take(run, 0, THERE));
			Await.until(() -> isSomebodyWaitingForALock());
			assertThat(taking.isDone()).isFalse();
			commit.countDown();
			write.get(1, TimeUnit.MINUTES);
			assertThat(taking.get(1, TimeUnit.MINUTES).token()).isEqualTo(writing.token() + 1);
		}
	}

	@Test
	void processThatGoesOnAloneTakesAllPartitionsFromTheirWorkers() {
		Lease run = this.ledger.aRunWithCarts(1, 4);
		this.partitions.plan(run, 2, "contoso");
		PartitionLease worker = take(run, 1, THERE);
		this.partitions.handOut(worker, 3);
		this.partitions.withdraw(run);
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> settle(worker, this.ledger.unsettled(run).getLast(), "late"));
		assertThat(this.ledger.unsettled(run)).extracting(StagedCart::askedBefore)
			.containsExactly(false, false, true, false);
	}

	@Test
	void partitionThatWasGivenBackIsFreeAndItsTokenGrows() {
		Lease run = this.ledger.aRunWithCarts(1, 1);
		this.partitions.plan(run, 1, "contoso");
		PartitionLease first = take(run, 0, HERE);
		StagedCart late = this.ledger.carts.unsettled(first, 0, 1).getFirst();
		assertThat(taken(run, 0, THERE)).isEmpty();
		this.partitions.release(first);
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> settle(first, late, "late"));
		assertThat(this.partitions.renew(first)).isEqualTo(Standing.LOST);
		assertThat(take(run, 0, THERE).token()).isEqualTo(first.token() + 1);
	}

	@Test
	void onlyWhomTheLivingHolderOfTheRunSentTakesAPartition() {
		Lease run = this.ledger.aRunWithCarts(1, 1);
		this.partitions.plan(run, 1, "contoso");
		this.ledger.database.jdbc().sql("update run_lease set heartbeat_at = now() - interval '1 hour'").update();
		assertThat(taken(run, 0, HERE)).as("its holder is silent").isEmpty();
		Lease next = this.ledger.leases.acquire(run.run(), THERE).orElseThrow();
		assertThat(taken(run, 0, HERE)).as("its holder is another").isEmpty();
		PartitionLease worker = take(next, 0, HERE);
		this.ledger.leases.release(next);
		assertThat(this.partitions.renew(worker)).isEqualTo(Standing.UNMANAGED);
		this.partitions.release(worker);
		assertThat(taken(next, 0, HERE)).as("its holder has ended").isEmpty();
	}

	@Test
	void partitionOfADeadHolderIsTakenAtOnce() {
		Lease run = this.ledger.aRunWithCarts(1, 1);
		this.partitions.plan(run, 1, "contoso");
		PartitionLease dead = take(run, 0, THERE);
		PartitionTask task = new PartitionTask(run.run(), run.token(), 0, 0);
		assertThat(this.partitions.take(task, HERE, HERE::equals)).isEmpty();
		assertThat(this.partitions.take(task, HERE, THERE::equals)).map(PartitionLease::token)
			.contains(dead.token() + 1);
		assertThat(this.partitions.renew(dead)).isEqualTo(Standing.LOST);
	}

	@Test
	void partitionThatIsAskedForBackIsNotTakenUntilTheRunGoesOn() {
		Lease run = this.ledger.aRunWithCarts(1, 2);
		this.partitions.plan(run, 2, "contoso");
		PartitionLease worker = take(run, 0, HERE);
		this.partitions.requestStop(run);
		assertThat(this.partitions.renew(worker)).isEqualTo(Standing.STOPPING);
		assertThat(taken(run, 1, HERE)).isEmpty();
		assertThat(this.partitions.held(run.run())).containsExactly(0);
		this.partitions.release(worker);
		assertThat(this.partitions.held(run.run())).isEmpty();
		this.partitions.withdraw(run);
		assertThat(taken(run, 1, HERE)).isPresent();
	}

	@Test
	void whatIsHandedOutIsTakenBackWithThePartitions() {
		Lease run = this.ledger.aRunWithCarts(1, 1);
		for (PartitionWork work : PartitionWork.values()) {
			this.ledger.database.jdbc()
				.sql("insert into " + work.table() + " (task_name, task_instance, execution_time, picked, version)"
						+ " values ('x', '1/1/0/1', now(), false, 1), ('x', '11/1/0/1', now(), true, 1)")
				.update();
		}
		this.partitions.withdraw(run);
		for (PartitionWork work : PartitionWork.values()) {
			assertThat(this.ledger.rows("task_instance", work.table())).containsExactly("11/1/0/1");
		}
	}

	@Test
	void ordersOfOtherPartitionsAreNotDueAndLateReadingsOfAWorkerAreRefused() {
		Lease run = this.ledger.aRunWithCarts(1, 2);
		this.partitions.plan(run, 2, "contoso");
		PartitionLease first = take(run, 0, HERE);
		PartitionLease second = take(run, 1, HERE);
		settle(first, this.ledger.carts.unsettled(first, 0, 1).getFirst(), "o1");
		settle(second, this.ledger.carts.unsettled(second, 0, 1).getFirst(), "o2");
		Instant later = Instant.now().plusSeconds(3600);
		Orders orders = this.ledger.orders;
		OpenOrder order = orders.due(first, later, 10).getFirst();
		assertThat(orders.due(first, later, 10)).extracting((due) -> due.order().id().value()).containsExactly("o1");
		assertThat(orders.due(second, later, 10)).extracting((due) -> due.order().id().value()).containsExactly("o2");
		assertThat(orders.nextDue(first)).isPresent();
		PolledOrder seen = new PolledOrder(order, new OrderReading(null, List.of(), 1, 0, null, Instant.now(), null));
		this.partitions.release(first);
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> orders.record(Map.of(run.run(), first), List.of(seen)));
		assertThat(orders.due(second, later, 10)).hasSize(1);
		PartitionLease next = take(run, 0, THERE);
		orders.record(Map.of(run.run(), next), List.of(seen));
		assertThat(orders.nextDue(next)).isEmpty();
	}

	@Test
	void holderOfTheRunHearsWhyAWorkerWantsItToStop() {
		Lease run = this.ledger.aRunWithCarts(1, 1);
		this.partitions.plan(run, 1, "contoso");
		PartitionStop why = new PartitionStop("CREDIT", "the credit does not suffice", "pay");
		PartitionLease late = take(run, 0, HERE);
		this.partitions.withdraw(run);
		this.partitions.stop(late, why);
		assertThat(this.partitions.stopOf(run.run())).as("of one that was withdrawn").isEmpty();
		this.partitions.stop(take(run, 0, HERE), why);
		assertThat(this.partitions.stopOf(run.run())).contains(why);
		this.partitions.withdraw(run);
		assertThat(this.partitions.stopOf(run.run())).as("the run goes on").isEmpty();
	}

	private PartitionLease take(Lease run, int number, LeaseHolder holder) {
		return taken(run, number, holder).orElseThrow();
	}

	private Optional<PartitionLease> taken(Lease run, int number, LeaseHolder holder) {
		return this.partitions.take(new PartitionTask(run.run(), run.token(), number, 0), holder, (other) -> false);
	}

	/**
	 * A lease whose holder was last heard of long ago.
	 */
	private PartitionLease expired(Lease run, int number) {
		PartitionLease lease = take(run, number, HERE);
		this.ledger.database.jdbc().sql("update run_partition set heartbeat_at = now() - interval '1 hour'").update();
		return lease;
	}

	private Partitions partitions(Leases leases) {
		return new Partitions(this.ledger.database.jdbc(), this.ledger.database.transactions(), leases);
	}

	private List<Long> lines(PartitionLease lease) {
		return this.ledger.carts.unsettled(lease, 0, 100).stream().map(StagedCart::line).toList();
	}

	private void settle(PartitionLease lease, StagedCart cart, String order) {
		this.ledger.carts.settle(lease, List.of(settlement(cart, new CheckoutOutcome.Ordered(List.of(order(order))))));
	}

	private List<String> cartRows() {
		return this.ledger.rows("line, outcome, attempts, http_status, request_id, correlation_id",
				"cart order by line");
	}

	private boolean isSomebodyWaitingForALock() {
		return this.ledger.database.jdbc()
			.sql("""
					select exists (select 1 from pg_stat_activity
					                where datname = current_database() and wait_event_type = 'Lock')""")
			.query(Boolean.class)
			.single();
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(1, TimeUnit.MINUTES)) {
				throw new IllegalStateException("nothing came within a minute");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
