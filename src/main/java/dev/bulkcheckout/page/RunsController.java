package dev.bulkcheckout.page;

import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.report.OpenRunLine;
import dev.bulkcheckout.report.RunLine;
import dev.bulkcheckout.report.RunReport;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.report.RunState;
import dev.bulkcheckout.report.Times;
import dev.bulkcheckout.report.page.LiveRun;
import dev.bulkcheckout.report.page.LiveRuns;
import dev.bulkcheckout.report.page.RunView;
import dev.bulkcheckout.report.page.RunsView;
import dev.bulkcheckout.report.page.ServedJobs;

/**
 * The list of runs, and one of them.
 */
@Controller
public class RunsController {

	private static final int RUNS_OF_A_PAGE = 50;

	private static final int MOST_WAITING = 10;

	private static final int MOST_LIVE = 10;

	private final RunReports reports;

	private final LiveRuns live;

	private final LiveRunCache cache;

	private final LiveFeed feed;

	private final ServedJobs jobs;

	private final PageActions actions;

	private final ZoneId zone;

	/**
	 * Asks the given ledger.
	 * @param zone of the times that are shown
	 */
	public RunsController(RunReports reports, LiveRuns live, LiveRunCache cache, LiveFeed feed, ServedJobs jobs,
			PageActions actions, ZoneId zone) {
		this.reports = reports;
		this.live = live;
		this.cache = cache;
		this.feed = feed;
		this.jobs = jobs;
		this.actions = actions;
		this.zone = zone;
	}

	@GetMapping("/")
	String runs(@RequestParam(required = false) @Nullable Long before, Model model) {
		String version = this.feed.version(null);
		List<RunLine> runs = (before != null) ? this.reports.runsOlderThan(new RunId(before), RUNS_OF_A_PAGE)
				: this.reports.runs(RUNS_OF_A_PAGE);
		boolean newest = before == null;
		List<LiveRun> lives = newest ? this.live.worked()
			.stream()
			.limit(MOST_LIVE)
			.map(this.cache::of)
			.flatMap(Optional::stream)
			.map(LiveRunCache.Entry::run)
			.toList() : List.of();
		List<OpenRunLine> open = newest ? this.reports.openRuns(MOST_LIVE + MOST_WAITING + 1) : List.of();
		model.addAttribute("view",
				new RunsView(lives, newest ? this.actions.waiting(MOST_WAITING) : List.of(),
						open.stream().limit(lives.size() + MOST_WAITING).toList(),
						open.size() > lives.size() + MOST_WAITING, runs, !newest,
						(runs.size() == RUNS_OF_A_PAGE) ? runs.getLast().run().id().value() : null, next(), version));
		model.addAttribute("times", new Times(this.zone, this.jobs.now()));
		return "runs";
	}

	private ServedJobs.@Nullable NextFire next() {
		return this.jobs.next()
			.values()
			.stream()
			.filter((fire) -> fire.by() == null)
			.min(Comparator.comparing(ServedJobs.NextFire::at))
			.orElse(null);
	}

	@GetMapping("/runs/{run}")
	String run(@PathVariable long run, Model model) {
		RunId id = new RunId(run);
		String version = this.feed.version(id);
		RunLine line = this.reports.line(id).orElseThrow(() -> new NoSuchRunException(id));
		LiveRun lives = (line.state() instanceof RunState.Running)
				? this.cache.of(id).map(LiveRunCache.Entry::run).orElse(null) : null;
		RunReport report = (lives == null) ? this.reports.of(id).orElseThrow(() -> new NoSuchRunException(id)) : null;
		model.addAttribute("view",
				new RunView(line, lives, report, this.live.events(id), this.actions.of(id), version));
		model.addAttribute("times", new Times(this.zone, line.asOf()));
		return "run";
	}

}
