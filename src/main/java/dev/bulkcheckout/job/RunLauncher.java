package dev.bulkcheckout.job;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.LeaseLostException;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.NewRun;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.RunId;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.Tallies;

/**
 * Launches runs: new ones, those that were stopped or crashed, reruns of carts by
 * outcome, and later looks for subscription ids. Whoever holds the run's lease works on
 * it, nobody else.
 */
public class RunLauncher {

	private static final Logger logger = LoggerFactory.getLogger(RunLauncher.class);

	/** What a rerun takes where nothing is said. */
	public static final Set<Outcome> RERUN_BY_DEFAULT = Set.of(Outcome.REFUSED, Outcome.UNKNOWN, Outcome.NOT_ATTEMPTED);

	/** Orders of carts older than this are not asked for again by themselves. */
	private static final Duration OLDEST = Duration.ofDays(90);

	private final Runs runs;

	private final Leases leases;

	private final Tallies tallies;

	private final RunClaims claims;

	private final JobRunner runner;

	private final Job bulkCheckout;

	private final Job reconcile;

	private final CallsFactory calls;

	private final InstantSource clock;

	private final Duration stopGrace;

	private final DatabaseRetry retry;

	RunLauncher(Runs runs, Leases leases, Tallies tallies, RunClaims claims, JobRunner runner, Job bulkCheckout,
			Job reconcile, CallsFactory calls, InstantSource clock, Duration stopGrace, DatabaseRetry retry) {
		this.runs = runs;
		this.leases = leases;
		this.tallies = tallies;
		this.claims = claims;
		this.runner = runner;
		this.bulkCheckout = bulkCheckout;
		this.reconcile = reconcile;
		this.calls = calls;
		this.clock = clock;
		this.stopGrace = stopGrace;
		this.retry = retry;
	}

	/**
	 * Runs the carts of a CSV: goes on where a former launch of the same bytes and date
	 * stood, and asks nothing if it is complete.
	 * @param sha256 of the CSV's bytes, hex
	 * @param date part of the run's identity; null for none
	 * @param again makes a new run even if there is one
	 */
	public RunEnd run(Path csv, String sha256, @Nullable LocalDate date, boolean again, RunOptions options, Watch watch)
			throws InterruptedException {
		String key = RunKey.ofInput(sha256, date, options.rehearsal());
		Optional<Run> newest = this.runs.newestWithKey(key);
		if (newest.isPresent()) {
			key = again ? RunKey.again(newest.get().key()) : newest.get().key();
		}
		NewRun run = new NewRun(key, String.valueOf(csv.getFileName()), sha256, date, null, null, options.rehearsal(),
				RunOptionsJson.write(options));
		return launch(run, new CartSource.Csv(csv, sha256), options, watch);
	}

	/**
	 * Makes a new run of those carts of a former run that ended in one of the given ways.
	 */
	public RunEnd rerun(Run former, Set<Outcome> outcomes, RunOptions options, Watch watch)
			throws InterruptedException {
		String names = EnumSet.copyOf(outcomes).stream().map(Enum::name).collect(Collectors.joining(","));
		String key = "rerun-of-" + former.id().value() + "-" + UUID.randomUUID();
		NewRun run = new NewRun(key, former.inputName(), null, former.businessDate(), former.id(), names,
				options.rehearsal(), RunOptionsJson.write(options));
		return launch(run, new CartSource.FormerRun(former.id(), outcomes), options, watch);
	}

	/**
	 * Goes on with a run that failed, was stopped or crashed, in the way it was launched.
	 */
	public RunEnd restart(Run run, Watch watch) throws InterruptedException {
		if (run.isFinished()) {
			return new RunEnd.AlreadyFinished(run.id(), exitCode(run));
		}
		NewRun same = new NewRun(run.key(), run.inputName(), run.inputSha256(), run.businessDate(), run.rerunOf(),
				run.rerunOutcomes(), run.rehearsal(), run.options());
		return launch(same, source(run), RunOptionsJson.read(run.options()), watch);
	}

	private static CartSource source(Run run) {
		RunId rerunOf = run.rerunOf();
		String outcomes = run.rerunOutcomes();
		if (rerunOf == null || outcomes == null) {
			return new CartSource.Ledger();
		}
		Set<Outcome> taken = EnumSet.noneOf(Outcome.class);
		for (String outcome : outcomes.split(",", -1)) {
			taken.add(Outcome.valueOf(outcome));
		}
		return new CartSource.FormerRun(rerunOf, taken);
	}

	/**
	 * The options that a run was launched with.
	 */
	public static RunOptions optionsOf(Run run) {
		return RunOptionsJson.read(run.options());
	}

	private RunEnd launch(NewRun run, CartSource source, RunOptions options, Watch watch) throws InterruptedException {
		JobInstance instance = this.runner.instance(BulkCheckoutConfiguration.JOB, run.key());
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
				return new RunEnd.AlreadyFinished(id, exitCode(stored));
			}
			if (options.alsoReconcileOlder()) {
				takeOlder(held);
			}
			return work(this.bulkCheckout, instance, run.key(), id, source, options, held, watch);
		}
		finally {
			release(held);
		}
	}

	/**
	 * Asks again for subscription ids that are still missing.
	 * @param only the run to ask for; null for every run
	 */
	public RunEnd reconcile(@Nullable Run only, RunOptions options, Watch watch) throws InterruptedException {
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
				return new RunEnd.NothingToDo("no finished run lacks a subscription id");
			}
			RunId newest = new RunId(held.keySet().stream().mapToLong(RunId::value).max().orElseThrow());
			String key = "reconcile-" + UUID.randomUUID();
			JobInstance instance = this.runner.instance(BulkCheckoutConfiguration.RECONCILE_JOB, key);
			return work(this.reconcile, instance, key, newest, new CartSource.Ledger(), options, held, watch);
		}
		finally {
			release(held);
		}
	}

	/**
	 * Takes the former runs that lack ids, if nobody works on them.
	 */
	private void takeOlder(Map<RunId, Lease> held) {
		Instant since = this.clock.instant().minus(OLDEST);
		for (RunId older : this.runs.withIdsStillOpen(since)) {
			if (!held.containsKey(older)) {
				this.claims.take(older).ifPresent((lease) -> held.put(older, lease));
			}
		}
	}

	private RunEnd work(Job job, JobInstance instance, String key, RunId id, CartSource source, RunOptions options,
			Map<RunId, Lease> held, Watch watch) {
		boolean whole = job == this.bulkCheckout;
		Calls opened = this.calls.open(options, watch.stop());
		try (Heartbeat heartbeat = Heartbeat.start(this.leases, this.runs, id, held, watch.stop(), options.stopAt())) {
			if (whole) {
				this.retry.run(() -> this.runs.started(id));
			}
			ActiveRun active = new ActiveRun(id, source, options, held, opened, watch.stop(), this.stopGrace,
					watch.progress());
			watch.started(id, options);
			Optional<StopReason> stopped = this.runner.execute(job, instance, key, active);
			return stopped.map((reason) -> stopped(id, reason, whole))
				.orElseGet(() -> this.retry.call(() -> finished(id, held, whole)));
		}
		finally {
			opened.close().run();
		}
	}

	private RunEnd finished(RunId id, Map<RunId, Lease> held, boolean whole) {
		int exitCode = this.tallies.of(id).exitCode();
		for (RunId run : held.keySet()) {
			if ((whole && run.equals(id)) || this.runs.find(run).orElseThrow().isFinished()) {
				this.runs.finished(run, this.tallies.of(run).exitCode());
			}
		}
		return new RunEnd.Finished(id, exitCode);
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
		return new RunEnd.Stopped(id, reason);
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

	private int exitCode(Run run) {
		Integer stored = run.exitCode();
		return (stored != null) ? stored : this.tallies.of(run.id()).exitCode();
	}

}
