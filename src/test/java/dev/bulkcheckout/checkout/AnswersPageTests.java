package dev.bulkcheckout.checkout;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatus;

import dev.bulkcheckout.GeneratedFile;
import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Explanation;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RequestId;
import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.partnercenter.Body;
import dev.bulkcheckout.partnercenter.CallIds;
import dev.bulkcheckout.partnercenter.ErrorCode;
import dev.bulkcheckout.partnercenter.ErrorCodes;
import dev.bulkcheckout.partnercenter.RetryRule;
import dev.bulkcheckout.partnercenter.auth.TokenAnswers;
import dev.bulkcheckout.report.RunReport;
import dev.bulkcheckout.settings.Secret;

/**
 * {@code docs/answers.md} is what the rules and tables say of each answer.
 */
class AnswersPageTests {

	private static final Cart CART = new Cart(new CustomerId("11111111-aaaa-4bbb-8ccc-222222222222"),
			new CartId("33333333-aaaa-4bbb-8ccc-444444444444"));

	private static final CallIds IDS = new CallIds(RequestId.random(), new UUID(0, 0));

	@Test
	void thePageIsCurrent() throws IOException {
		GeneratedFile.assertCurrent(Path.of("docs", "answers.md"), page());
	}

	private static String page() throws IOException {
		return """
				# Answers of Partner Center

				Made from the program's own rules and tables; do not edit. What an answer to a checkout means, what the program does about it, and
				what a person does. Partner Center takes a repeated checkout of a cart for the same one ("Check out a cart", read 2026-11), so nothing
				here buys twice.

				*Looks* means: reads the cart and the customer's orders, and settles the cart as ordered if they show that it was bought.
				*Asks again* means: as often as is said here, at most `bulk-checkout.retry.max-attempts` times altogether, after growing pauses or
				what Retry-After wants. What an outage or a throttling took costs no attempt.

				## Without a code that is known

				An answer with orders is `ORDERED`, or `PARTIALLY_ORDERED` if order errors came with them.

				| answer | what the program does | what a person does |
				|---|---|---|
				%s

				## With a code

				Codes are told apart by the HTTP status they come with. Source, where none is named: "Partner Center REST error codes" (read 2026-11).

				%s
				## Answers of the token endpoint

				Microsoft Entra, "Authentication and authorization error codes" (read 2026-11). A code that is not here goes by the error of
				OAuth 2.0 beside it. What does not pass by itself stops the run, which `restart` takes up.

				| code | meaning | what a person does |
				|---|---|---|
				%s
				"""
			.formatted(withoutCode(), withCodes(),
					TokenAnswers.all()
						.stream()
						.map((row) -> "| `%s` | %s%s | %s |".formatted(row.code(), row.meaning(),
								row.passing() ? "; the program asks again" : "", row.advice()))
						.collect(Collectors.joining("\n")));
	}

	private static String withoutCode() {
		Map<String, String> rows = new LinkedHashMap<>();
		add(rows, "no connection, nothing was sent", new Answer.NotSent(IDS, "none"));
		add(rows, "connection lost, or no answer in time", new Answer.Lost(IDS, "lost"));
		add(rows, "2xx that cannot be read", received(200, "{"));
		Arrays.stream(HttpStatus.values())
			.mapToInt(HttpStatus::value)
			.filter((status) -> status >= 300)
			.distinct()
			.forEach((status) -> add(rows, "HTTP " + status, received(status, "")));
		return rows.entrySet()
			.stream()
			.map((row) -> "| " + row.getValue() + row.getKey())
			.collect(Collectors.joining("\n"));
	}

	private static void add(Map<String, String> rows, String said, Answer answer) {
		Verdict verdict = AnswerRules.judge(answer, CART);
		rows.merge(" | %s | %s |".formatted(does(verdict), person(verdict, null)), said,
				(before, more) -> before + ", " + more.replace("HTTP ", before.contains("HTTP ") ? "" : "HTTP "));
	}

	private static String withCodes() {
		Map<RetryRule, List<ErrorCode>> byRule = ErrorCodes.all()
			.stream()
			.collect(Collectors.groupingBy(ErrorCode::rule));
		return Arrays.stream(RetryRule.values())
			.map((rule) -> section(rule, byRule.getOrDefault(rule, List.of())))
			.collect(Collectors.joining());
	}

	private static String section(RetryRule rule, List<ErrorCode> codes) {
		String name = rule.name().replace('_', ' ');
		return """
				### %s

				The program %s.

				| HTTP | codes | meaning | what a person does |
				|---|---|---|---|
				%s

				""".formatted(
				name.charAt(0) + name.substring(
						1)
					.toLowerCase(Locale.ROOT),
				does(verdict(codes
					.getFirst())),
				codes.stream()
					.collect(
							Collectors
								.groupingBy(
										(code) -> List.of("" + code.status(),
												code.meaning()
														+ (code.clears() ? " (clears by itself: `carry-over`)" : ""),
												code.advice(), code.source()),
										LinkedHashMap::new,
										Collectors.mapping(ErrorCode::code, Collectors.joining(", "))))
					.entrySet()
					.stream()
					.map((row) -> "| %s | %s | %s%s | %s |".formatted(row.getKey().get(0), row.getValue(),
							row.getKey().get(1), source(row.getKey().get(3)),
							person(verdict(codes.getFirst()),
									new Explanation(row.getKey().get(1), row.getKey().get(2)))))
					.collect(Collectors.joining("\n")));
	}

	private static String source(String source) {
		return source.equals("Partner Center REST error codes") ? "" : " (source: " + source + ")";
	}

	private static Verdict verdict(ErrorCode code) {
		return AnswerRules.judge(received(code.status(),
				"{\"code\":\"%s\",\"description\":\"\",\"data\":[],\"source\":\"PartnerFD\"}".formatted(code.code())),
				CART);
	}

	private static Answer received(int status, String body) {
		return new Answer.Received(IDS, status, null, null, new Body(body, null), Secret.of("none"));
	}

	/** What the program does, after "the program". */
	private static String does(Verdict verdict) {
		return switch (verdict) {
			case Verdict.Settled settled -> "takes the cart as `" + settled.outcome().outcome() + "`";
			case Verdict.AlreadySubmitted already -> "looks; the cart is `ALREADY_ORDERED` if it confirms it and the "
					+ "orders cannot be found, and asked again if it was not ordered";
			case Verdict.InProgress busy -> "waits %s, looks, and asks again %s; then the cart is `UNKNOWN`"
				.formatted(words(busy.minimumWait()), times(busy.maxRepeats()));
			case Verdict.AskAgain again -> asks(again) + "; then the cart is `" + again.atTheEnd().outcome() + "`";
			case Verdict.Throttled throttled ->
				"lets all calls pause for as long as Retry-After says, asks more slowly and asks again; "
						+ "it costs no attempt";
			case Verdict.NotSent notSent -> "asks again; it costs no attempt, and an API that stays away is an outage";
			case Verdict.TokenRefused refused -> "asks again with a new token; if all carts are answered so, stops "
					+ "the run; if only this one, the cart is `REFUSED`";
			case Verdict.StopRun stop -> "stops the run, for no later cart would fare better";
			case Verdict.Later later ->
				"takes the cart as `" + later.outcome().outcome() + "`, for it clears in hours or days only";
		};
	}

	private static String asks(Verdict.AskAgain again) {
		String looks = again.lookFirst() ? "looks" : "";
		if (again.maxRepeats() == 0) {
			return looks;
		}
		return looks + (looks.isEmpty() ? "" : " and ") + "asks again " + times(again.maxRepeats())
				+ (again.minimumWait().isZero() ? "" : ", after " + words(again.minimumWait()) + " or longer");
	}

	/** What a person does where it is left to one. */
	private static String person(Verdict verdict, @Nullable Explanation explanation) {
		return switch (verdict) {
			case Verdict.Settled settled -> advice(settled.outcome().outcome(), explanation);
			case Verdict.AskAgain again -> advice(again.atTheEnd().outcome(), explanation);
			case Verdict.Later later -> advice(later.outcome().outcome(), explanation);
			case Verdict.AlreadySubmitted already -> advice(Outcome.ALREADY_ORDERED, explanation);
			case Verdict.InProgress busy -> advice(Outcome.UNKNOWN, explanation);
			case Verdict.Throttled throttled -> "";
			case Verdict.NotSent notSent -> "";
			case Verdict.TokenRefused refused ->
				sentence((explanation != null) ? explanation.advice() : refused.advice()) + " Then `restart`.";
			case Verdict.StopRun stop ->
				sentence((explanation != null) ? explanation.advice() : stop.advice()) + " Then `restart`.";
		};
	}

	private static String advice(Outcome outcome, @Nullable Explanation explanation) {
		return (explanation != null) ? sentence(explanation.advice())
				: new RunReport.Cause(outcome, null, null, 1, 1, "", "", null, null, null).advice();
	}

	private static String sentence(String clause) {
		return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
	}

	private static String times(int times) {
		return (times == 1) ? "once at the most" : "up to " + times + " times";
	}

	private static String words(Duration duration) {
		return (duration.toMinutes() == 1) ? "a minute" : duration.toSeconds() + " s";
	}

}
