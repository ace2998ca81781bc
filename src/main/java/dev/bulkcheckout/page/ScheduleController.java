package dev.bulkcheckout.page;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import dev.bulkcheckout.action.JobChoice;
import dev.bulkcheckout.report.Times;
import dev.bulkcheckout.report.page.ScheduleView;
import dev.bulkcheckout.report.page.ServedJobs;
import dev.bulkcheckout.serve.InboxCount;
import dev.bulkcheckout.settings.JobSettings;

/**
 * What is due and what it came to, and who works.
 */
@Controller
public class ScheduleController {

	private static final int LAST_FIRES = 7;

	private final JobChoice jobs;

	private final ServedJobs served;

	private final ZoneId zone;

	/**
	 * Asks the given ledger.
	 * @param jobs that this process serves
	 * @param zone of the times that are shown
	 */
	public ScheduleController(JobChoice jobs, ServedJobs served, ZoneId zone) {
		this.jobs = jobs;
		this.served = served;
		this.zone = zone;
	}

	@GetMapping("/schedule")
	String schedule(Model model) {
		Map<String, ServedJobs.NextFire> next = this.served.next();
		Map<String, List<ServedJobs.LastFire>> last = this.served.last(LAST_FIRES);
		ScheduleView view = new ScheduleView(this.jobs.all()
			.stream()
			.map((job) -> job(job, next.get(job.name()), last.getOrDefault(job.name(), List.of())))
			.toList(), this.served.workers(), this.served.shared(), this.served.now());
		model.addAttribute("view", view);
		model.addAttribute("times", new Times(this.zone, view.asOf()));
		return "schedule";
	}

	private static ScheduleView.Job job(JobSettings job, ServedJobs.@Nullable NextFire next,
			List<ServedJobs.LastFire> last) {
		ZoneId clock = job.schedule().timeZone();
		return new ScheduleView.Job(job.name(), job.schedule().cron(), (clock != null) ? clock.getId() : null,
				job.inbox().toString(),
				InboxCount.of(job.inbox())
					.map((count) -> new ScheduleView.Files(count.waiting(), count.taken(), count.done(),
							count.failed()))
					.orElse(null),
				next, last);
	}

}
