package dev.bulkcheckout.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.EmptyResultDataAccessException;

import dev.bulkcheckout.cart.RunId;

import static dev.bulkcheckout.ledger.LedgerUnderTest.HERE;
import static dev.bulkcheckout.ledger.LedgerUnderTest.THERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LeasesIntegrationTests {

	private final LedgerUnderTest ledger = new LedgerUnderTest();

	private final Leases leases = this.ledger.leases;

	/** Leases that have always expired when somebody else looks. */
	private final Leases shortLived = new Leases(this.ledger.database.jdbc(), Duration.ofMillis(1));

	@AfterEach
	void close() {
		this.ledger.close();
	}

	@Test
	void leaseOfANewRunIsFree() {
		RunId run = this.ledger.aRun(1);
		LeaseStanding standing = this.leases.standing(run);
		assertThat(standing).isEqualTo(new LeaseStanding(0, null, null, null, true, true));
		assertThat(standing.isHeld()).isFalse();
	}

	@Test
	void heldLeaseIsNotGivenToAnother() {
		RunId run = this.ledger.aRun(1);
		assertThat(this.leases.acquire(run, THERE)).contains(new Lease(run, 1));
		assertThat(this.leases.acquire(run, HERE)).isEmpty();
		LeaseStanding standing = this.leases.standing(run);
		assertThat(standing.holder()).isEqualTo(THERE);
		assertThat(standing.acquiredAt()).isNotNull().isEqualTo(standing.heartbeatAt());
		assertThat(standing.isHeld()).isTrue();
	}

	@Test
	void runThatDoesNotExistHasNoLease() {
		assertThat(this.leases.acquire(new RunId(99), HERE)).isEmpty();
		assertThatExceptionOfType(EmptyResultDataAccessException.class)
			.isThrownBy(() -> this.leases.standing(new RunId(99)));
		assertThat(this.leases.standings(List.of())).isEmpty();
	}

	@Test
	void releasedLeaseIsFreeAndItsTokenGrows() {
		RunId run = this.ledger.aRun(1);
		Lease first = this.leases.acquire(run, HERE).orElseThrow();
		this.leases.release(first);
		assertThat(this.leases.standing(run).isHeld()).isFalse();
		assertThat(this.leases.renew(first)).isFalse();
		assertThat(this.leases.acquire(run, THERE)).contains(new Lease(run, first.token() + 1));
	}

	@Test
	void holderThatIsNotHeardOfLosesItsLeaseToTheNext() throws InterruptedException {
		RunId run = this.ledger.aRun(1);
		Lease first = this.shortLived.acquire(run, HERE).orElseThrow();
		expire();
		assertThat(this.shortLived.standing(run).expired()).isTrue();
		assertThat(this.shortLived.standing(run).isHeld()).isFalse();
		assertThat(this.leases.standing(run).isHeld()).isTrue();
		Lease second = this.shortLived.acquire(run, THERE).orElseThrow();
		assertThat(second.token()).isGreaterThan(first.token());
		assertThat(this.shortLived.renew(first)).isFalse();
	}

	@Test
	void expiredLeaseThatNobodyTookIsRenewed() throws InterruptedException {
		RunId run = this.ledger.aRun(1);
		Lease lease = this.shortLived.acquire(run, HERE).orElseThrow();
		LeaseStanding before = this.leases.standing(run);
		expire();
		assertThat(this.shortLived.renew(lease)).isTrue();
		LeaseStanding after = this.leases.standing(run);
		assertThat(after.heartbeatAt()).isAfter(before.heartbeatAt());
		assertThat(after.acquiredAt()).isEqualTo(before.acquiredAt());
	}

	@Test
	void formerHolderCannotReleaseWhatAnotherHolds() {
		RunId run = this.ledger.aRun(1);
		Lease former = this.leases.acquire(run, HERE).orElseThrow();
		Lease now = this.leases.takeOver(run, THERE, former.token()).orElseThrow();
		this.leases.release(former);
		assertThat(this.leases.standing(run).isHeld()).isTrue();
		assertThat(this.leases.renew(now)).isTrue();
	}

	@Test
	void takeOverNeedsTheDeadHoldersToken() {
		RunId run = this.ledger.aRun(1);
		Lease dead = this.leases.acquire(run, HERE).orElseThrow();
		Lease heir = this.leases.takeOver(run, THERE, dead.token()).orElseThrow();
		assertThat(this.leases.takeOver(run, HERE, dead.token())).isEmpty();
		assertThat(this.leases.standing(run).token()).isEqualTo(heir.token());
	}

	@Test
	void ofManyAtTheSameInstantOneGetsTheLease() throws Exception {
		RunId run = this.ledger.aRun(1);
		assertThat(winners((holder) -> this.leases.acquire(run, holder))).hasSize(1);
		long dead = this.leases.standing(run).token();
		assertThat(winners((holder) -> this.leases.takeOver(run, holder, dead))).hasSize(1);
	}

	private static List<Lease> winners(Function<LeaseHolder, Optional<Lease>> taking) throws Exception {
		int contenders = 8;
		CyclicBarrier start = new CyclicBarrier(contenders);
		List<Callable<Optional<Lease>>> tries = new ArrayList<>();
		for (int i = 0; i < contenders; i++) {
			LeaseHolder holder = new LeaseHolder("host", i, null);
			tries.add(() -> {
				start.await();
				return taking.apply(holder);
			});
		}
		List<Lease> winners = new ArrayList<>();
		try (ExecutorService threads = Executors.newFixedThreadPool(contenders)) {
			for (Future<Optional<Lease>> tried : threads.invokeAll(tries)) {
				tried.get().ifPresent(winners::add);
			}
		}
		return winners;
	}

	private static void expire() throws InterruptedException {
		Thread.sleep(20);
	}

}
