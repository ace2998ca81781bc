package dev.bulkcheckout.run;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.input.CartFile;
import dev.bulkcheckout.job.CartSource;
import dev.bulkcheckout.ledger.NewRun;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.RunCountsQuery;
import dev.bulkcheckout.run.RunClaims;
import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.run.RunKey;
import dev.bulkcheckout.settings.EffectiveValues;
import dev.bulkcheckout.settings.RunProperties;

/**
 * Launches runs: new ones, those that were stopped or crashed, reruns of carts by
 * outcome, and later looks for subscription ids.
 */
public class RunLauncher {

	private final Runs runs;

	private final RunCountsQuery runCounts;

	private final RunClaims claims;

	private final RunExecution work;

	private final RunListeners listeners;

	RunLauncher(Runs runs, RunCountsQuery runCounts, RunClaims claims, RunExecution work, RunListeners listeners) {
		this.runs = runs;
		this.runCounts = runCounts;
		this.claims = claims;
		this.work = work;
		this.listeners = listeners;
	}

	/**
	 * Runs the carts of a CSV: goes on where a former launch of the same bytes and date
	 * stood, and asks nothing if it is complete.
	 * @param job name of the job that it is a run of; null for none
	 * @param date part of the run's identity; null for none
	 * @param again makes a new run even if there is one
	 */
	public RunEnd run(CartFile csv, @Nullable String job, @Nullable LocalDate date, boolean again,
			RunProperties options, RunObserver observer) throws InterruptedException {
		String key = RunKey.ofInput(csv.sha256(), date, options.rehearsal());
		Optional<Run> newest = this.runs.newestWithKey(key);
		if (newest.isPresent()) {
			key = again ? RunKey.again(newest.get().key()) : newest.get().key();
			Optional<RunEnd> turnedAway = again ? Optional.empty() : turnAway(newest.get());
			if (turnedAway.isPresent()) {
				return turnedAway.get();
			}
		}
		NewRun run = new NewRun(key, csv.name(), csv.sha256(), date, null, null, job, options.rehearsal(),
				EffectiveValues.toJson(options));
		return this.listeners.hear(observer, (heard) -> this.work.launch(run, new CartSource.Csv(csv), options, heard));
	}

	/**
	 * Reads the carts of a CSV and buys nothing: goes on where a former preflight of the
	 * same bytes was stopped, else looks anew.
	 * @param job name of the job that it is a run of; null for none
	 */
	public RunEnd preflight(CartFile csv, @Nullable String job, RunProperties options, RunObserver observer)
			throws InterruptedException {
		String key = Run.PREFLIGHT + RunKey.ofInput(csv.sha256(), null, options.rehearsal());
		key = this.runs.newestWithKey(key)
			.map((newest) -> newest.isFinished() ? RunKey.again(newest.key()) : newest.key())
			.orElse(key);
		NewRun run = new NewRun(key, csv.name(), csv.sha256(), null, null, null, job, options.rehearsal(),
				EffectiveValues.toJson(options));
		return this.listeners.hear(observer, (heard) -> this.work.launch(run, new CartSource.Csv(csv), options, heard));
	}

	/**
	 * Makes a new run of those carts of a former run that ended in one of the given ways.
	 * @param mark what makes it this rerun and no other: with the same one it goes on
	 */
	public RunEnd rerun(Run former, Set<Outcome> outcomes, String mark, RunProperties options, RunObserver observer)
			throws InterruptedException {
		String names = EnumSet.copyOf(outcomes).stream().map(Enum::name).collect(Collectors.joining(","));
		String key = RunKey.ofRerun(former.id(), mark);
		NewRun run = new NewRun(key, former.inputName(), null, former.businessDate(), former.id(), names, former.job(),
				options.rehearsal(), EffectiveValues.toJson(options));
		return this.listeners.hear(observer,
				(heard) -> this.work.launch(run, new CartSource.FormerRun(former.id(), outcomes), options, heard));
	}

	/**
	 * Goes on with a run that failed, was stopped or crashed, in the way it was launched.
	 * @param options which it was launched with
	 */
	public RunEnd restart(Run run, RunProperties options, RunObserver observer) throws InterruptedException {
		Optional<RunEnd> turnedAway = turnAway(run);
		if (turnedAway.isPresent()) {
			return turnedAway.get();
		}
		NewRun same = new NewRun(run.key(), run.inputName(), run.inputSha256(), run.businessDate(), run.rerunOf(),
				run.rerunOutcomes(), run.job(), run.rehearsal(), run.options());
		return this.listeners.hear(observer, (heard) -> this.work.launch(same, source(run), options, heard));
	}

	/**
	 * Lets a run that was planned buy what was planned, and goes on with it. If somebody
	 * else has approved it just before, this is a restart like any other.
	 * @param by who approves, for people
	 * @param options which it was launched with
	 */
	public RunEnd approve(Run run, String by, RunProperties options, RunObserver observer) throws InterruptedException {
		this.runs.approve(run.id(), by);
		return restart(this.runs.find(run.id()).orElseThrow(), options, observer);
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
	 * What needs neither settings nor a token to be known: there is nothing to do here.
	 */
	private Optional<RunEnd> turnAway(Run run) {
		if (run.isFinished()) {
			return Optional.of(new RunEnd.AlreadyFinished(run.id(), this.runCounts.exitCodeOf(run)));
		}
		if (run.awaitsApproval()) {
			return Optional.of(new RunEnd.Planned(run.id(), this.runCounts.countExitCode(run)));
		}
		return this.claims.neighbour(run.id()).map((standing) -> new RunEnd.WorkedOn(run.id(), standing));
	}

	/**
	 * Asks again for subscription ids that are still missing.
	 * @param only the run to ask for; null for every run
	 */
	public RunEnd reconcile(@Nullable Run only, RunProperties options, RunObserver observer)
			throws InterruptedException {
		return this.listeners.hear(observer, (heard) -> this.work.reconcile(only, options, heard));
	}

}
