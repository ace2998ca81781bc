package dev.bulkcheckout.page;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import dev.bulkcheckout.report.RunLine;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.report.Times;

/**
 * The list of runs.
 */
@Controller
public class RunsController {

	private static final int NEWEST = 50;

	private final RunReports reports;

	private final ZoneId zone;

	/**
	 * Asks the given reports.
	 * @param zone of the times that are shown
	 */
	public RunsController(RunReports reports, ZoneId zone) {
		this.reports = reports;
		this.zone = zone;
	}

	@GetMapping("/")
	String runs(Model model) {
		List<RunLine> runs = this.reports.runs(NEWEST);
		model.addAttribute("runs", runs);
		model.addAttribute("times", new Times(this.zone, runs.isEmpty() ? Instant.now() : runs.getFirst().asOf()));
		return "runs";
	}

}
