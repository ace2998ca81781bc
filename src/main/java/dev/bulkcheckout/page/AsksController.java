package dev.bulkcheckout.page;

import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import dev.bulkcheckout.action.ActionRefusedException;
import dev.bulkcheckout.action.ActionRefusedException.Reason;
import dev.bulkcheckout.action.JobChoice;
import dev.bulkcheckout.action.Question;
import dev.bulkcheckout.action.RunActions;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.report.RunLine;
import dev.bulkcheckout.report.RunReport;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.report.Times;
import dev.bulkcheckout.report.page.RunAction;
import dev.bulkcheckout.settings.JobSettings;

/**
 * Asks once more before something is done with a run: in a dialog, or on a page of its
 * own where there is no script.
 */
@Controller
public class AsksController {

	private final RunReports reports;

	private final RunActions actions;

	private final JobChoice jobs;

	private final ZoneId zone;

	/**
	 * Asks about runs of the given ledger.
	 * @param zone of the times that are shown
	 */
	public AsksController(RunReports reports, RunActions actions, JobChoice jobs, ZoneId zone) {
		this.reports = reports;
		this.actions = actions;
		this.jobs = jobs;
		this.zone = zone;
	}

	@GetMapping("/runs/{run}/{what:stop|restart|rerun|reconcile|approve}")
	String ask(@PathVariable long run, @PathVariable String what, @RequestParam(required = false) @Nullable String job,
			Model model) {
		RunId id = new RunId(run);
		RunLine line = this.reports.line(id).orElseThrow(() -> new NoSuchRunException(id));
		model.addAttribute("ask", ask(line, RunAction.ofPath(what), job));
		model.addAttribute("times", new Times(this.zone, line.asOf()));
		return "question";
	}

	private AskView ask(RunLine line, RunAction action, @Nullable String job) {
		String key = UUID.randomUUID().toString();
		try {
			Question question = question(line.run().id(), action, job);
			if (question == null && !RunAction.of(line).contains(action)) {
				return new AskView(line, action, null, line.run().id() + " is not being worked on", List.of(),
						List.of(), key);
			}
			return new AskView(line, action, question, null, List.of(),
					(action == RunAction.RERUN) ? refused(line.run().id()) : List.of(), key);
		}
		catch (ActionRefusedException ex) {
			List<String> names = (ex.reason() == Reason.NO_JOB)
					? this.jobs.all().stream().map(JobSettings::name).toList() : List.of();
			return new AskView(line, action, null, String.valueOf(ex.getMessage()), names, List.of(), key);
		}
	}

	private @Nullable Question question(RunId run, RunAction action, @Nullable String job) {
		return switch (action) {
			case STOP -> null;
			case RESTART -> this.actions.restart(run, job);
			case RERUN -> this.actions.rerun(run, AskView.RERUN, job);
			case RECONCILE -> this.actions.reconcile(run, job);
			case APPROVE -> this.actions.approve(run, job);
		};
	}

	private List<RunReport.Cause> refused(RunId run) {
		return this.reports.of(run)
			.map(RunReport::causes)
			.orElse(List.of())
			.stream()
			.filter((cause) -> cause.outcome() == Outcome.REFUSED)
			.toList();
	}

}
