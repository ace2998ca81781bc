package dev.bulkcheckout.partnercenter.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

import dev.bulkcheckout.settings.Secret;

/**
 * An answer of the token endpoint that is no token, told to an operator.
 *
 * @param status the HTTP status
 * @param refusal what the body said
 * @param clockAhead by how much this machine's clock is ahead of the endpoint's, negative
 * if behind; null if the endpoint did not say its time
 * @param retryAfter how long the endpoint wants to be left alone; null if nothing says so
 */
record TokenFault(int status, TokenRefusal refusal, @Nullable Duration clockAhead, @Nullable Duration retryAfter) {

	private static final int TOO_MANY_REQUESTS = 429;

	private static final int REQUEST_TIMEOUT = 408;

	private static final int PROXY_WANTS_CREDENTIALS = 407;

	static TokenFault of(int status, HttpHeaders headers, String body, List<Secret> sent, Instant now) {
		Duration clockAhead = date(headers, HttpHeaders.DATE).map((date) -> Duration.between(date, now)).orElse(null);
		TokenRefusal refusal = TokenRefusal.of(body).without(sent);
		Duration asked = retryAfter(headers, now);
		return new TokenFault(status, refusal, clockAhead, (asked != null) ? asked : RefusalAdvice.on(refusal).pause());
	}

	private static @Nullable Duration retryAfter(HttpHeaders headers, Instant now) {
		String text = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (text == null) {
			return null;
		}
		if (text.strip().matches("\\d{1,6}")) {
			return Duration.ofSeconds(Long.parseLong(text.strip()));
		}
		return date(headers, HttpHeaders.RETRY_AFTER).map((date) -> Duration.between(now, date))
			.filter(Duration::isPositive)
			.orElse(null);
	}

	private static Optional<Instant> date(HttpHeaders headers, String name) {
		try {
			long millis = headers.getFirstDate(name);
			return (millis < 0) ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Whether the fault may pass by itself.
	 */
	boolean isPassing() {
		return this.status >= 500 || this.status == TOO_MANY_REQUESTS || this.status == REQUEST_TIMEOUT
				|| RefusalAdvice.on(this.refusal).passing();
	}

	/**
	 * What came back, what it means and what to do, in one line.
	 */
	String told() {
		StringBuilder told = new StringBuilder("got ").append(this.status);
		if (!this.refusal.error().isEmpty()) {
			told.append(' ').append(this.refusal.error());
		}
		if (this.refusal.code() != 0) {
			told.append(" AADSTS").append(this.refusal.code());
		}
		told.append(": ").append(meaning());
		if (!this.refusal.text().isEmpty()) {
			told.append(" Entra's words: \"").append(this.refusal.text()).append('"');
		}
		if (!this.refusal.traceId().isEmpty() || !this.refusal.correlationId().isEmpty()) {
			told.append(" (trace id %s, correlation id %s)".formatted(orNone(this.refusal.traceId()),
					orNone(this.refusal.correlationId())));
		}
		return told.toString();
	}

	private String meaning() {
		if (this.status == PROXY_WANTS_CREDENTIALS) {
			return "the proxy wants to know who asks. Give user and password in HTTPS_PROXY, as http://user:password@host:port.";
		}
		if (this.refusal.error().isEmpty() && this.refusal.code() == 0) {
			return isPassing() ? "the token endpoint cannot answer now. Wait, then start again."
					: "no answer of a token endpoint. Check PARTNER_CENTER_AUTHORITY and the proxy in between.";
		}
		RefusalAdvice advice = RefusalAdvice.on(this.refusal);
		String clock = (this.refusal.code() == RefusalAdvice.ASSERTION_OUTSIDE_ITS_TIME) ? clock() : "";
		return "%s%s. What to do: %s.".formatted(advice.meaning(), clock, advice.advice());
	}

	private String clock() {
		if (this.clockAhead == null) {
			return "";
		}
		return " (%s %s of the endpoint's)".formatted(words(this.clockAhead.abs()),
				this.clockAhead.isNegative() ? "behind" : "ahead");
	}

	private static String words(Duration duration) {
		return (duration.toHours() > 0) ? "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart())
				: "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
	}

	private static String orNone(String id) {
		return id.isEmpty() ? "none" : id;
	}

}
