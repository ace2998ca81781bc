package dev.bulkcheckout.page.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.util.UriComponentsBuilder;

import dev.bulkcheckout.action.ActionRefusedException;
import dev.bulkcheckout.action.ActionRefusedException.Reason;
import dev.bulkcheckout.action.Requester;
import dev.bulkcheckout.action.RunActions;
import dev.bulkcheckout.action.UploadedFile;
import dev.bulkcheckout.action.UploadedFiles;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.ActionKind;
import dev.bulkcheckout.ledger.PageAction;
import dev.bulkcheckout.ledger.PageActions;

/**
 * What is done with runs. A program sends JSON and gets 202 with what was accepted; a
 * form of the page is sent on to a page that shows it.
 */
@RestController
@RequestMapping(path = "/api", produces = MediaType.APPLICATION_JSON_VALUE)
public class ActionsApi {

	/** The header that each POST of a program has. */
	public static final String KEY = "Idempotency-Key";

	private static final String FORM = MediaType.APPLICATION_FORM_URLENCODED_VALUE;

	private static final String MULTIPART = MediaType.MULTIPART_FORM_DATA_VALUE;

	private final RunActions runs;

	private final UploadedFiles uploads;

	private final PageActions actions;

	/**
	 * Does things on the given ledger.
	 */
	public ActionsApi(RunActions runs, UploadedFiles uploads, PageActions actions) {
		this.runs = runs;
		this.uploads = uploads;
		this.actions = actions;
	}

	@GetMapping("/runs/{run}/restart")
	String askRestart(@PathVariable long run, @RequestParam(required = false) @Nullable String job) {
		return ActionJson.question(this.runs.restart(new RunId(run), job));
	}

	@GetMapping("/runs/{run}/rerun")
	String askRerun(@PathVariable long run, @RequestParam(required = false) @Nullable String job,
			@RequestParam(defaultValue = "") List<String> outcomes) {
		return ActionJson.question(this.runs.rerun(new RunId(run), ActionBody.outcomes(outcomes), job));
	}

	@GetMapping("/runs/{run}/reconcile")
	String askReconcile(@PathVariable long run, @RequestParam(required = false) @Nullable String job) {
		return ActionJson.question(this.runs.reconcile(new RunId(run), job));
	}

	@GetMapping("/runs/{run}/approve")
	String askApprove(@PathVariable long run, @RequestParam(required = false) @Nullable String job) {
		return ActionJson.question(this.runs.approve(new RunId(run), job));
	}

	@PostMapping(path = "/runs/{run}/{what:stop|restart|rerun|reconcile|approve}",
			consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<String> act(@PathVariable long run, @PathVariable String what,
			@RequestHeader(name = KEY, required = false) @Nullable String key,
			@RequestBody(required = false) @Nullable String json, @Nullable Principal principal) {
		return accepted(act(run, what, requester(principal, key), ActionBody.ofJson(json, allowed(what))));
	}

	@PostMapping(path = "/runs/{run}/{what:stop|restart|rerun|reconcile|approve}", consumes = { FORM, MULTIPART },
			produces = { MediaType.TEXT_HTML_VALUE, MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<String> actByForm(@PathVariable long run, @PathVariable String what,
			@RequestParam MultiValueMap<String, String> form, @Nullable Principal principal) {
		PageAction action = act(run, what, requester(principal, form.getFirst(ActionBody.KEY)),
				ActionBody.ofForm(form, allowed(what)));
		return seeOther(
				page((action.request().kind() == ActionKind.STOP) ? "/runs/" + run : "/actions/" + action.id(), null));
	}

	private static String[] allowed(String what) {
		return switch (what) {
			case "stop" -> new String[0];
			case "reconcile" -> new String[] { "job" };
			case "restart", "approve" -> new String[] { "job", "confirm" };
			default -> new String[] { "job", "confirm", "outcomes" };
		};
	}

	private PageAction act(long number, String what, Requester requester, ActionBody body) {
		RunId run = new RunId(number);
		return switch (what) {
			case "stop" -> this.runs.stop(requester, run);
			case "restart" -> this.runs.restart(requester, run, body.text("job"), body.confirmed());
			case "approve" -> this.runs.approve(requester, run, body.text("job"), body.confirmed());
			case "rerun" -> this.runs.rerun(requester, run, body.outcomes(), body.text("job"), body.confirmed());
			default -> this.runs.reconcile(requester, run, body.text("job"));
		};
	}

	/**
	 * Checks a file as {@code validate} does, and keeps it.
	 */
	@PostMapping(path = "/uploads", consumes = MULTIPART)
	ResponseEntity<String> upload(@RequestPart MultipartFile file, @RequestParam(required = false) @Nullable String job)
			throws IOException {
		UploadedFile stored = store(file, job);
		return ResponseEntity.created(page("/api/uploads/" + stored.sha256(), stored.job()))
			.body(ActionJson.upload(stored));
	}

	@GetMapping("/uploads/{sha256}")
	String upload(@PathVariable String sha256, @RequestParam(required = false) @Nullable String job) {
		return ActionJson.upload(this.uploads.find(job, sha256));
	}

	/**
	 * What a launch of a file that was uploaded would ask for.
	 */
	@GetMapping("/uploads/{sha256}/launch")
	String askLaunch(@PathVariable String sha256, @RequestParam(required = false) @Nullable String job,
			@RequestParam(defaultValue = "false") boolean rehearsal) {
		return ActionJson.question(this.runs.launch(this.uploads.find(job, sha256), rehearsal));
	}

	@PostMapping(path = "/runs", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<String> launch(@RequestHeader(name = KEY, required = false) @Nullable String key,
			@RequestBody(required = false) @Nullable String json, @Nullable Principal principal) {
		Requester requester = requester(principal, key);
		ActionBody body = ActionBody.ofJson(json, "upload", "job", "rehearsal", "confirm");
		return accepted(this.runs.launch(requester, body.text("job"), required(body.text("upload"), "upload"),
				body.flag("rehearsal"), body.confirmed()));
	}

	/**
	 * A program sends the file with its key in the header; a form may also only check it,
	 * or name one that was uploaded before.
	 */
	@PostMapping(path = "/runs", consumes = { MULTIPART, FORM },
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_HTML_VALUE })
	ResponseEntity<String> launch(@RequestHeader(name = KEY, required = false) @Nullable String key,
			@RequestParam(required = false) @Nullable MultipartFile file,
			@RequestParam MultiValueMap<String, String> form, @Nullable Principal principal) throws IOException {
		boolean ofPage = key == null;
		Requester requester = requester(principal, ofPage ? form.getFirst(ActionBody.KEY) : key);
		ActionBody body = ActionBody.ofForm(form, "upload", "job", "mode", "rehearsal", "confirm");
		String mode = body.text("mode");
		if (mode != null && !Set.of("validate", "rehearsal", "run").contains(mode)) {
			throw new ActionRefusedException(Reason.INVALID, "the field mode must be validate, rehearsal or run");
		}
		String job = body.text("job");
		String upload = (file != null) ? store(file, job).sha256() : required(body.text("upload"), "file");
		boolean rehearsal = body.flag("rehearsal") || "rehearsal".equals(mode);
		if (ofPage && !rehearsal && body.confirmed() == null) {
			return seeOther(page("/uploads/" + upload, job));
		}
		PageAction action = this.runs.launch(requester, job, upload, rehearsal, body.confirmed());
		return ofPage ? seeOther(page("/actions/" + action.id(), null)) : accepted(action);
	}

	private UploadedFile store(MultipartFile file, @Nullable String job) throws IOException {
		try (InputStream in = file.getInputStream()) {
			return this.uploads.store(job, file.getOriginalFilename(), in);
		}
	}

	@GetMapping("/actions")
	ResponseEntity<String> actions(@RequestParam(defaultValue = "50") int limit,
			@RequestParam(required = false) @Nullable String cursor) {
		int page = Cursor.limit(limit);
		OptionalLong before = Cursor.read("actions", cursor);
		List<PageAction> actions = this.actions.newest(page, before.orElse(Long.MAX_VALUE));
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
		if (actions.size() == page) {
			RunsApi.next(answer, "/api/actions?limit=" + page, Cursor.of("actions", actions.getLast().id()));
		}
		return answer.body(ActionJson.actions(actions));
	}

	@GetMapping("/actions/{action}")
	String action(@PathVariable long action) {
		return ActionJson.action(this.actions.find(action)
			.orElseThrow(() -> new ActionRefusedException(Reason.NOT_FOUND, "there is no action " + action)));
	}

	/**
	 * Takes back what is not begun. That it is done once needs no key: what is taken back
	 * stays so.
	 */
	@PostMapping(path = "/actions/{action}/take-back", consumes = MediaType.APPLICATION_JSON_VALUE)
	String takeBack(@PathVariable long action, @RequestHeader(name = KEY, required = false) @Nullable String key,
			@RequestBody(required = false) @Nullable String json, @Nullable Principal principal) {
		ActionBody.ofJson(json);
		return ActionJson.action(this.runs.takeBack(requester(principal, key).name(), action));
	}

	@PostMapping(path = "/actions/{action}/take-back", consumes = FORM,
			produces = { MediaType.TEXT_HTML_VALUE, MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<String> takeBackByForm(@PathVariable long action, @RequestParam MultiValueMap<String, String> form,
			@Nullable Principal principal) {
		ActionBody.ofForm(form);
		RunId run = this.runs.takeBack(requester(principal, form.getFirst(ActionBody.KEY)).name(), action)
			.request()
			.run();
		return seeOther(page((run != null) ? "/runs/" + run.value() : "/actions/" + action, null));
	}

	@GetMapping("/runs/{run}/actions")
	String actionsOf(@PathVariable long run) {
		return ActionJson.actions(this.actions.of(new RunId(run)));
	}

	private static Requester requester(@Nullable Principal principal, @Nullable String key) {
		if (principal == null) {
			throw new ErrorResponseException(HttpStatus.UNAUTHORIZED);
		}
		if (key == null) {
			throw new ActionRefusedException(Reason.MALFORMED,
					"the header Idempotency-Key is missing: give each request a key of its own, such as a UUID, and the same"
							+ " one if it has to be sent again");
		}
		return new Requester(principal.getName(), key);
	}

	private static String required(@Nullable String value, String name) {
		if (value == null) {
			throw new ActionRefusedException(Reason.INVALID, "the field " + name + " is missing");
		}
		return value;
	}

	private static ResponseEntity<String> accepted(PageAction action) {
		return ResponseEntity.accepted()
			.location(URI.create("/api/actions/" + action.id()))
			.contentType(MediaType.APPLICATION_JSON)
			.body(ActionJson.accepted(action));
	}

	private static URI page(String path, @Nullable String job) {
		UriComponentsBuilder page = UriComponentsBuilder.fromPath(path);
		return (job != null) ? page.queryParam("job", "{job}").encode().buildAndExpand(job).toUri()
				: page.build().toUri();
	}

	private static ResponseEntity<String> seeOther(URI page) {
		return ResponseEntity.status(HttpStatus.SEE_OTHER).location(page).build();
	}

}
