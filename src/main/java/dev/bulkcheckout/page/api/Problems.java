package dev.bulkcheckout.page.api;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import dev.bulkcheckout.action.ActionRefusedException;
import dev.bulkcheckout.action.ActionRefusedException.Reason;

/**
 * Problem details (RFC 9457). Their type says what kind of problem it is where the status
 * does not say enough.
 */
public final class Problems {

	private static final Map<Reason, HttpStatus> STATUS = Map.of(Reason.NOT_FOUND, HttpStatus.NOT_FOUND,
			Reason.MALFORMED, HttpStatus.BAD_REQUEST, Reason.INVALID, HttpStatus.UNPROCESSABLE_CONTENT, Reason.KEY_USED,
			HttpStatus.UNPROCESSABLE_CONTENT, Reason.NO_JOB, HttpStatus.UNPROCESSABLE_CONTENT, Reason.NOTHING_TO_DO,
			HttpStatus.CONFLICT, Reason.WORKED_ON, HttpStatus.CONFLICT, Reason.UNDER_WAY, HttpStatus.CONFLICT,
			Reason.UNCONFIRMED, HttpStatus.CONFLICT, Reason.TOO_LARGE, HttpStatus.CONTENT_TOO_LARGE);

	private static final URI BLANK = URI.create("about:blank");

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private Problems() {
	}

	/**
	 * What was refused, in its own words.
	 */
	static ProblemDetail of(ActionRefusedException refusal) {
		HttpStatus status = STATUS.getOrDefault(refusal.reason(), HttpStatus.CONFLICT);
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, String.valueOf(refusal.getMessage()));
		problem.setType(URI
			.create("urn:bulk-checkout:problem:" + refusal.reason().name().toLowerCase(Locale.ROOT).replace('_', '-')));
		refusal.details().forEach(problem::setProperty);
		return problem;
	}

	/**
	 * Answers with a problem.
	 */
	public static void write(ProblemDetail problem, HttpServletResponse response) throws IOException {
		ObjectNode node = JsonNodeFactory.instance.objectNode()
			.put("type", Objects.requireNonNullElse(problem.getType(), BLANK).toString())
			.put("title", problem.getTitle())
			.put("status", problem.getStatus())
			.put("detail", problem.getDetail());
		Map<String, Object> more = problem.getProperties();
		if (more != null) {
			more.forEach((name, value) -> node.putPOJO(name, value));
		}
		response.setStatus(problem.getStatus());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream().write(JSON.writeValueAsBytes(node));
	}

}
