package dev.bulkcheckout.page;

import java.util.UUID;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

import dev.bulkcheckout.action.ActionRefusedException;
import dev.bulkcheckout.action.JobChoice;
import dev.bulkcheckout.action.Question;
import dev.bulkcheckout.action.RunActions;
import dev.bulkcheckout.action.UploadedFile;
import dev.bulkcheckout.action.UploadedFiles;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.PageAction;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.settings.JobSettings;

/**
 * A CSV that is uploaded, what is in it, and what became of something that was asked for.
 */
@Controller
public class UploadsController {

	private final JobChoice jobs;

	private final UploadedFiles uploads;

	private final RunActions runs;

	private final PageActions actions;

	/**
	 * Shows files for the given jobs.
	 */
	public UploadsController(JobChoice jobs, UploadedFiles uploads, RunActions runs, PageActions actions) {
		this.jobs = jobs;
		this.uploads = uploads;
		this.runs = runs;
		this.actions = actions;
	}

	@GetMapping("/upload")
	String upload(Model model) {
		model.addAttribute("jobs", this.jobs.all().stream().map(JobSettings::name).toList());
		model.addAttribute("key", UUID.randomUUID().toString());
		return "upload";
	}

	@GetMapping("/uploads/{sha256}")
	String uploaded(@PathVariable String sha256, @RequestParam(required = false) @Nullable String job, Model model) {
		UploadedFile file = this.uploads.find(job, sha256);
		Launch real = launch(file, false);
		model.addAttribute("file", file);
		model.addAttribute("real", real);
		// of a job that rehearses anyway there is no other launch
		model.addAttribute("rehearsal",
				(real.question() != null && real.question().rehearsal()) ? null : launch(file, true));
		return "uploaded";
	}

	/**
	 * What a launch would do.
	 *
	 * @param question null where it cannot be done
	 * @param refusal null where it can
	 * @param key tells the request from the same one sent again
	 */
	public record Launch(@Nullable Question question, @Nullable String refusal, String key) {
	}

	private Launch launch(UploadedFile file, boolean rehearsal) {
		String key = UUID.randomUUID().toString();
		try {
			return new Launch(this.runs.launch(file, rehearsal), null, key);
		}
		catch (ActionRefusedException ex) {
			return new Launch(null, String.valueOf(ex.getMessage()), key);
		}
	}

	/**
	 * Leads to the run as soon as there is one. What has to wait is looked at less often,
	 * so that there is time for the button.
	 */
	@GetMapping("/actions/{id}")
	ModelAndView action(@PathVariable long id, HttpServletResponse response) {
		PageAction action = this.actions.find(id).orElseThrow(() -> new NoSuchRunException("There is no action " + id));
		RunId run = action.worksOn();
		if (run != null) {
			RedirectView there = new RedirectView("/runs/" + run.value());
			there.setStatusCode(HttpStatus.SEE_OTHER);
			return new ModelAndView(there);
		}
		if (!action.isOver()) {
			response.setHeader("Refresh", (action.says() != null) ? "5" : "1");
		}
		return new ModelAndView("action", "action", action);
	}

}
