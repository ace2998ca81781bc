package dev.bulkcheckout.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import dev.bulkcheckout.job.ActiveRun;
import dev.bulkcheckout.job.BulkCheckoutConfiguration;
import dev.bulkcheckout.job.Calls;
import dev.bulkcheckout.job.CartSource;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.LeaseLostException;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.NewRun;
import dev.bulkcheckout.ledger.Partitions;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.RunCountsQuery;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;

/**
 * Does the work of a launch: opens the calls, enters the run and claims it, runs its job,
 * and notes what it came to. Whoever holds the run's lease works on it, nobody else.
 */
final class RunExecution {

	private static final Logger logger = LoggerFactory.getLogger(RunExecution.class);

	private static final RunEnd NOTHING_LACKING = new RunEnd.NothingToDo("no finished run lacks a subscription id");

	/** Orders of carts older than this are not asked for again by themselves. */
	private static final Duration OLDEST = Duration.ofDays(90);

	private final Runs runs;

	private final Leases leases;

	private final Partitions partitions;

	private final RunCountsQuery runCounts;

	private final RunClaims claims;

	private final JobExecutions executions;

	private final Job bulkCheckout;

	private final Job preflight;

	private final Job reconcile;

	private final CallsFactory calls;

	private final InstantSource clock;

	private final DatabaseRetry retry;

	private final Supplier<CallHistory> history;

	/**
	 * Works on the given ledger.
	 * @param history of the calls, which is made with them
	 */
	RunExecution(Runs runs, Leases leases, Partitions partitions, RunCountsQuery runCounts, RunClaims claims,
			JobExecutions executions, Job bulkCheckout, Job preflight, Job reconcile, CallsFactory calls,
			InstantSource clock, DatabaseRetry retry, Supplier<CallHistory> history) {
		this.runs = runs;
		this.leases = leases;
		this.partitions = partitions;
		this.runCounts = runCounts;
		this.claims = claims;
		this.executions = executions;
		this.bulkCheckout = bulkCheckout;
		this.preflight = preflight;
		this.reconcile = reconcile;
		this.calls = calls;
		this.clock = clock;
		this.retry = retry;
		this.history = history;
	}

	/**
	 * Works on the carts of a run that is new or goes on.
	 * @param source where its carts come from if they are not in the ledger yet
	 */
	RunEnd launch(NewRun run, CartSource source, RunProperties options, RunObserver observer)
			throws InterruptedException {
		return withCalls(options, observer, (open) -> launch(run, source, open));
	}

	/**
	 * Opens the calls before anything is entered: a run that cannot ask is none.
	 */
	private RunEnd withCalls(RunProperties options, RunObserver observer, Asking asking) throws InterruptedException {
		ZonedDateTime stopAt = Heartbeat.next(options.stopAt());
		Optional<Calls> opened = this.calls.open(options, observer.stop());
		if (opened.isEmpty()) {
			return new RunEnd.NotBegun(observer.stop().reason().orElseThrow());
		}
		return asking.with(new Opened(opened.get(), options, stopAt, observer));
	}

	private RunEnd launch(NewRun run, CartSource source, Opened open) throws InterruptedException {
		Job job = run.key().startsWith(Run.PREFLIGHT) ? this.preflight : this.bulkCheckout;
		JobInstance instance = this.executions.instance(job.getName(), run.key());
		RunId id = new RunId(instance.getInstanceId());
		this.runs.enter(id, run);
		Optional<Lease> lease = this.claims.claim(id);
		if (lease.isEmpty()) {
			return new RunEnd.WorkedOn(id, this.leases.standing(id));
		}
		Map<RunId, Lease> held = new LinkedHashMap<>();
		held.put(id, lease.get());
		try {
			Run stored = this.runs.find(id).orElseThrow();
			if (stored.isFinished()) {
				return new RunEnd.AlreadyFinished(id, this.runCounts.exitCodeOf(stored));
			}
			if (open.options().alsoReconcileOlder()) {
				takeOlder(held);
			}
			return work(job, instance, run.key(), id, source, held, open);
		}
		finally {
			release(held);
		}
	}

	/**
	 * Asks for the subscription ids that the given run, or any, still lacks.
	 */
	RunEnd reconcile(@Nullable Run only, RunProperties options, RunObserver observer) throws InterruptedException {
		if (only == null && this.runs.withIdsStillOpen(oldest()).isEmpty()) {
			return NOTHING_LACKING;
		}
		return withCalls(options, observer, (open) -> reconcile(only, open));
	}

	private RunEnd reconcile(@Nullable Run only, Opened open) throws InterruptedException {
		Map<RunId, Lease> held = new LinkedHashMap<>();
		try {
			if (only == null) {
				takeOlder(held);
			}
			else {
				Optional<Lease> lease = this.claims.claim(only.id());
				if (lease.isEmpty()) {
					return new RunEnd.WorkedOn(only.id(), this.leases.standing(only.id()));
				}
				held.put(only.id(), lease.get());
			}
			if (held.isEmpty()) {
				return NOTHING_LACKING;
			}
			RunId newest = new RunId(held.keySet().stream().mapToLong(RunId::value).max().orElseThrow());
			String key = "reconcile-" + UUID.randomUUID();
			JobInstance instance = this.executions.instance(BulkCheckoutConfiguration.RECONCILE_JOB, key);
			return work(this.reconcile, instance, key, newest, new CartSource.Ledger(), held, open);
		}
		finally {
			release(held);
		}
	}

	/**
	 * Takes the former runs that lack ids, if nobody works on them.
	 */
	private void takeOlder(Map<RunId, Lease> held) {
		for (RunId older : this.runs.withIdsStillOpen(oldest())) {
			if (!held.containsKey(older)) {
				this.claims.take(older).ifPresent((lease) -> held.put(older, lease));
			}
		}
	}

	private Instant oldest() {
		return this.clock.instant().minus(OLDEST);
	}

	private RunEnd work(Job job, JobInstance instance, String key, RunId id, CartSource source, Map<RunId, Lease> held,
			Opened open) {
		boolean whole = job != this.reconcile;
		RunObserver observer = open.observer();
		// before the first heartbeat, which would heed a stop of the last time
		this.retry.run(() -> {
			if (whole) {
				this.runs.started(id);
			}
			else {
				this.runs.withdrawStop(id);
			}
		});
		// workers of whoever held the run before write nothing more
		held.values().forEach((lease) -> this.retry.run(() -> this.partitions.withdraw(lease)));
		try (CallHistory.Keeping keeping = this.history.get().keep(() -> held.get(id));
				Heartbeat heartbeat = Heartbeat.start(this.leases, this.runs, id, held, observer.stop(),
						open.stopAt())) {
			ActiveRun active = new ActiveRun(id, source, job == this.bulkCheckout, open.options(), held, open.calls(),
					observer.stop(), observer.progress(), keeping::keep);
			observer.started(id, open.options());
			Optional<StopReason> stopped = this.executions.execute(job, instance, key, active);
			return stopped.map((reason) -> stopped(id, reason, whole))
				.orElseGet(() -> this.retry.call(() -> finished(id, held.keySet(), whole)));
		}
	}

	private RunEnd finished(RunId id, Set<RunId> held, boolean whole) {
		for (RunId each : held) {
			Run run = this.runs.find(each).orElseThrow();
			if ((whole && each.equals(id)) || run.isFinished()) {
				this.runs.finished(each, this.runCounts.countExitCode(run));
			}
		}
		return new RunEnd.Finished(id, this.runCounts.countExitCode(this.runs.find(id).orElseThrow()));
	}

	private RunEnd stopped(RunId id, StopReason reason, boolean whole) {
		if (whole && reason.kind() != StopKind.LEASE_LOST) {
			try {
				this.retry.run(() -> this.runs.stopped(id, reason.kind().name(), reason.what(), reason.advice()));
			}
			catch (DataAccessException | TransactionException ex) {
				logger.debug("the stop of {} could not be noted", id, ex);
			}
		}
		return (reason.kind() != StopKind.PLANNED) ? new RunEnd.Stopped(id, reason) : new RunEnd.Planned(id,
				this.retry.call(() -> this.runCounts.countExitCode(this.runs.find(id).orElseThrow())));
	}

	private void release(Map<RunId, Lease> held) {
		for (Lease lease : held.values()) {
			try {
				this.leases.release(lease);
			}
			catch (DataAccessException | TransactionException | LeaseLostException ex) {
				logger.debug("{} could not be released; it expires by itself", lease, ex);
			}
		}
	}

	/**
	 * What is done with open calls.
	 */
	@FunctionalInterface
	private interface Asking {

		RunEnd with(Opened open) throws InterruptedException;

	}

	/**
	 * A launch that can ask.
	 *
	 * @param calls what it asks with
	 * @param options how it goes about it
	 * @param stopAt when its time is over, seen from when it was launched; null for never
	 * @param observer whoever launched it
	 */
	private record Opened(Calls calls, RunProperties options, @Nullable ZonedDateTime stopAt, RunObserver observer) {
	}

}
