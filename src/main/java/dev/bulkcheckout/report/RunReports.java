package dev.bulkcheckout.report;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.ledger.CarriedCarts;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Runs;

/**
 * Tells of the runs what an operator asks: one run at length or many in brief, each as of
 * one moment.
 */
public class RunReports {

	private final Snapshot snapshot;

	private final Runs runs;

	private final Leases leases;

	private final TotalsQuery totals;

	private final JdbcClient writing;

	private final RunDetails details;

	private final ProgressQuery progress;

	private final PreflightQuery preflight;

	private final CarriedCarts carried;

	/**
	 * Asks the given database.
	 * @param leases of the same database
	 * @param explanations what the API's error codes mean
	 * @param batchZone the time zone of the machines that run the job: Spring Batch keeps
	 * local times
	 */
	public RunReports(DataSource dataSource, Leases leases, Explanations explanations, ZoneId batchZone) {
		this.snapshot = new Snapshot(dataSource);
		this.runs = new Runs(this.snapshot.jdbc());
		this.leases = leases;
		this.details = new RunDetails(this.snapshot.jdbc(), explanations, batchZone);
		this.totals = new TotalsQuery(this.snapshot.jdbc(), this.details);
		this.writing = JdbcClient.create(dataSource);
		this.progress = new ProgressQuery(this.snapshot.jdbc());
		this.carried = new CarriedCarts(this.snapshot.jdbc(), List.of());
		this.preflight = new PreflightQuery(this.snapshot.jdbc());
	}

	/**
	 * The newest runs, newest first.
	 */
	public List<RunLine> runs(int limit) {
		return this.snapshot.read(() -> lines(this.runs.newest(limit)));
	}

	/**
	 * The newest runs that are older than the given one, newest first.
	 */
	public List<RunLine> runsOlderThan(RunId run, int limit) {
		return this.snapshot.read(() -> lines(this.runs.olderThan(run, limit)));
	}

	/**
	 * Runs that are not through: first those that are worked on or have to be gone on
	 * with, then those that left something to a person; of each the newest first.
	 */
	public List<OpenRunLine> openRuns(int limit) {
		return this.snapshot.read(() -> lines(this.runs.unsettled(limit)).stream()
			.map((line) -> new OpenRunLine(line,
					line.run().isFinished() ? this.totals.of(line.run().id()).counts() : null))
			.toList());
	}

	/**
	 * A run in brief; empty if there is no such run.
	 */
	public Optional<RunLine> line(RunId id) {
		return this.snapshot.read(() -> this.runs.find(id).map((run) -> lines(List.of(run)).getFirst()));
	}

	private List<RunLine> lines(List<Run> runs) {
		Instant now = now();
		var standings = this.leases.standings(runs.stream().map(Run::id).toList());
		Map<RunId, ProgressQuery.Counts> counts = this.progress.of(runs);
		return runs.stream().map((run) -> {
			ProgressQuery.Counts of = Objects.requireNonNull(counts.get(run.id()));
			RunState state = RunState.of(run, Objects.requireNonNull(standings.get(run.id())));
			return new RunLine(run, state, of.progress(run), of.ordered(), of.unhappy(), of.rerunnable(), of.rejected(),
					now);
		}).toList();
	}

	/**
	 * Counts what a run came to and keeps it for later questions, until somebody takes
	 * its lease again.
	 * @param lease of the run, of which nothing more is to be entered
	 */
	public void keepTotals(Lease lease) {
		RunTotals counted = this.snapshot.read(() -> this.totals.counted(lease.run()));
		TotalsQuery.keep(this.writing, lease, counted);
	}

	/**
	 * One run at length; empty if there is no such run.
	 */
	public Optional<RunReport> of(RunId id) {
		return tell(id, (report, jdbc) -> report);
	}

	/**
	 * Tells of one run at length, and of what else is asked within the same moment; empty
	 * if there is no such run.
	 * @param teller is given the run, and the database as it was at that moment: rows are
	 * streamed
	 */
	public <T> Optional<T> tell(RunId id, BiFunction<RunReport, JdbcClient, T> teller) {
		return this.snapshot.read(
				() -> this.runs.find(id).map(this::report).map((report) -> teller.apply(report, this.snapshot.jdbc())));
	}

	private RunReport report(Run run) {
		RunId id = run.id();
		Instant now = now();
		RunState state = RunState.of(run, this.leases.standing(id));
		RunTotals totals = this.totals.of(id);
		RunProgress progress = this.progress.of(run, totals.counts());
		TopRows<RunReport.Cause> causes = this.details.causes(id);
		TopRows<RunReport.OpenLine> openLines = this.details.openLines(id);
		TopRows<RunReport.Note> notes = this.details.notes(id);
		return new RunReport(run, state, progress, totals.counts(), totals.orders(), totals.money(),
				totals.ordersWithoutPrice(), totals.checkoutsPerSecond(), this.details.pace(id),
				this.details.steps(id, state, now), causes.rows(), causes.more(), openLines.rows(), openLines.more(),
				notes.rows(), notes.more(), this.preflight.of(id),
				this.runs.rerunsOf(id)
					.stream()
					.map((rerun) -> new RunReport.Rerun(rerun.id(), rerun.rerunOutcomes()))
					.toList(),
				this.carried.in(id).map((all) -> this.details.carriedOver(id, all)).orElse(null), now);
	}

	private Instant now() {
		return this.snapshot.jdbc()
			.sql("select now() as now")
			.query((row, number) -> row.getObject("now", OffsetDateTime.class).toInstant())
			.single();
	}

}
