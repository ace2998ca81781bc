package dev.bulkcheckout.ledger;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import dev.bulkcheckout.cart.CheckoutOutcome;

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
		assertThat(this.partitions.plan(run, 3)).containsExactly(0, 1, 2);
		assertThat(List.of(0, 1, 2)).flatMap((number) -> lines(take(run, number, HERE)))
			.containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
	}

	@Test
	void fewerCartsThanPartitionsMakeAsManyPartitionsAsCarts() {
		assertThat(this.partitions.plan(this.ledger.aRunWithCarts(1, 2), 5)).containsExactly(0, 1);
	}

	@Test
	void runThatGoesOnFindsItsPartitionsWhereTheyStand() {
		Lease run = this.ledger.aRunWithCarts(1, 10);
		this.partitions.plan(run, 2);
		PartitionLease lease = take(run, 1, HERE);
		this.partitions.handOut(lease, 7);
		this.ledger.leases.release(run);
		Lease next = this.ledger.leases.acquire(run.run(), THERE).orElseThrow();
		assertThat(this.partitions.plan(next, 4)).containsExactly(0, 1);
		assertThat(this.partitions.renew(lease)).isTrue();
		assertThat(this.partitions.take(run.run(), 1, THERE)).isEmpty();
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.partitions.plan(run, 2));
	}

	@Test
	void workerMaySettleWhileTheRunHasAnotherHolder() {
		Lease run = this.ledger.aRunWithCarts(1, 2);
		this.partitions.plan(run, 1);
		PartitionLease lease = take(run, 0, HERE);
		this.ledger.leases.release(run);
		this.ledger.leases.acquire(run.run(), THERE).orElseThrow();
		settle(lease, this.ledger.carts.unsettled(lease, 0, 1).getFirst(), "o1");
		assertThat(lines(lease)).containsExactly(2L);
	}

	@Test
	void lateWritesOfAWorkerThatLostItsPartitionChangeNothing() {
		Lease run = this.ledger.aRunWithCarts(1, 4);
		this.partitions.plan(run, 2);
		PartitionLease paused = expired(run, 0);
		List<StagedCart> inFlight = this.ledger.carts.unsettled(paused, 0, 10);
		this.partitions.handOut(paused, inFlight.getLast().position());
		PartitionLease next = partitionsOfALifeOf(Duration.ZERO).take(run.run(), 0, THERE).orElseThrow();
		assertThat(next.token()).isGreaterThan(paused.token());
		List<String> before = cartRows();
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> settle(paused, inFlight.getFirst(), "late"))
			.withMessageStartingWith("Partition 0 of run 1 is worked on by another worker now");
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.ledger.carts.settle(paused,
				List.of(settlement(inFlight.getFirst(), new CheckoutOutcome.NotAttempted("stopped")))));
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.partitions.handOut(paused, 4));
		assertThat(this.partitions.renew(paused)).isFalse();
		this.partitions.release(paused);
		assertThat(cartRows()).isEqualTo(before);
		assertThat(this.ledger.rows("order_id", "cart_order")).isEmpty();
		assertThat(this.partitions.renew(next)).isTrue();
		assertThat(this.ledger.carts.unsettled(next, 0, 10)).extracting(StagedCart::line, StagedCart::askedBefore)
			.containsExactly(tuple(1L, true), tuple(2L, true));
	}

	@Test
	void partitionIsNotTakenInTheMiddleOfAWrite() throws Exception {
		Lease run = this.ledger.aRunWithCarts(1, 1);
		this.partitions.plan(run, 1);
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
			Future<PartitionLease> taking = threads
				.submit(() -> partitionsOfALifeOf(Duration.ZERO).take(run.run(), 0, THERE).orElseThrow());
			while (!isSomebodyWaitingForALock()) {
				Thread.sleep(10);
			}
			assertThat(taking.isDone()).isFalse();
			commit.countDown();
			write.get(1, TimeUnit.MINUTES);
			assertThat(taking.get(1, TimeUnit.MINUTES).token()).isEqualTo(writing.token() + 1);
		}
	}

	@Test
	void processThatGoesOnAloneTakesAllPartitionsFromTheirWorkers() {
		Lease run = this.ledger.aRunWithCarts(1, 4);
		this.partitions.plan(run, 2);
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
		this.partitions.plan(run, 1);
		PartitionLease first = take(run, 0, HERE);
		assertThat(this.partitions.take(run.run(), 0, THERE)).isEmpty();
		this.partitions.release(first);
		assertThat(this.partitions.renew(first)).isFalse();
		assertThat(take(run, 0, THERE).token()).isEqualTo(first.token() + 1);
	}

	private PartitionLease take(Lease run, int number, LeaseHolder holder) {
		return this.partitions.take(run.run(), number, holder).orElseThrow();
	}

	/**
	 * A lease whose holder was last heard of long ago.
	 */
	private PartitionLease expired(Lease run, int number) {
		PartitionLease lease = take(run, number, HERE);
		this.ledger.database.jdbc().sql("update run_partition set heartbeat_at = now() - interval '1 hour'").update();
		return lease;
	}

	private Partitions partitionsOfALifeOf(Duration life) {
		return partitions(new Leases(this.ledger.database.jdbc(), life));
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
