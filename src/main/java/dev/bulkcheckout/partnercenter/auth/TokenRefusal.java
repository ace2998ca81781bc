package dev.bulkcheckout.partnercenter.auth;

import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.nimbusds.jose.util.JSONObjectUtils;
import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.settings.Secret;

/**
 * What the token endpoint said when it gave no token. Source: Microsoft Entra,
 * "Authentication and authorization error codes" (read 2026-11).
 *
 * @param error the OAuth 2.0 error, such as {@code invalid_client}; empty if there is
 * none
 * @param code the number behind {@code AADSTS}; 0 if there is none
 * @param text the endpoint's words without the ids, for people; may be empty
 * @param traceId what Microsoft's support asks for; empty if there is none
 * @param correlationId what Microsoft's support asks for; empty if there is none
 */
record TokenRefusal(String error, int code, String text, String traceId, String correlationId) {

	private static final Pattern CODE = Pattern.compile("AADSTS(\\d{1,9})");

	private static final Pattern TRACE = Pattern.compile("Trace ID:\\s*(\\S*)", Pattern.CASE_INSENSITIVE);

	private static final Pattern CORRELATION = Pattern.compile("Correlation ID:\\s*(\\S*)", Pattern.CASE_INSENSITIVE);

	private static final Pattern ERROR = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

	private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

	/** As long as a token or an assertion: not for people. */
	private static final Pattern OPAQUE = Pattern.compile("[A-Za-z0-9_.~+/=-]{60,}");

	private static final int LONGEST_TEXT = 300;

	/**
	 * Reads an error body; one that is no JSON gives a refusal without words, since
	 * nobody knows what else is in it.
	 */
	static TokenRefusal of(String body) {
		Map<String, Object> members;
		try {
			members = JSONObjectUtils.parse(body.startsWith("\uFEFF") ? body.substring(1) : body);
		}
		catch (ParseException ex) {
			return new TokenRefusal("", 0, "", "", "");
		}
		String description = text(members, "error_description");
		return new TokenRefusal(only(ERROR, text(members, "error")), code(members, description),
				shown(TRACE.split(description, 2)[0]), id(members, "trace_id", TRACE, description),
				id(members, "correlation_id", CORRELATION, description));
	}

	/**
	 * The same without words that hold one of the secrets that were sent.
	 */
	TokenRefusal without(List<Secret> secrets) {
		boolean held = secrets.stream().anyMatch((secret) -> this.text.contains(secret.reveal()));
		return held ? new TokenRefusal(this.error, this.code, "", this.traceId, this.correlationId) : this;
	}

	private static int code(Map<String, Object> members, String description) {
		Matcher code = CODE.matcher(description);
		if (code.find()) {
			return Integer.parseInt(code.group(1));
		}
		return (members.get("error_codes") instanceof List<?> codes && !codes.isEmpty()
				&& codes.getFirst() instanceof Number first) ? first.intValue() : 0;
	}

	private static String shown(String description) {
		String line = OPAQUE.matcher(description.replaceAll("[\\p{Cntrl}\\s]+", " ")).replaceAll("…").strip();
		return (line.length() <= LONGEST_TEXT) ? line : line.substring(0, LONGEST_TEXT) + "…";
	}

	private static String only(Pattern form, String text) {
		return form.matcher(text).matches() ? text : "";
	}

	private static String id(Map<String, Object> members, String member, Pattern inText, String description) {
		String id = only(ID, text(members, member));
		Matcher text = inText.matcher(description);
		return (id.isEmpty() && text.find()) ? only(ID, text.group(1)) : id;
	}

	private static String text(Map<String, Object> members, String name) {
		@Nullable Object member = members.get(name);
		return (member instanceof String text) ? text : "";
	}

}
