package dev.bulkcheckout.partnercenter.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What the token endpoint may say, in the order of the table, for a page.
 *
 * @param code a number, or an error of OAuth 2.0
 * @param meaning what is wrong
 * @param advice what a person does
 * @param passing whether the program asks again
 */
public record TokenAnswers(String code, String meaning, String advice, boolean passing) {

	/**
	 * Every code of the table.
	 */
	public static List<TokenAnswers> all() throws IOException {
		try (InputStream table = Objects.requireNonNull(RefusalAdvice.class.getResourceAsStream("refusals.txt"))) {
			return new String(table.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.startsWith("#") && line.split("\\|", -1).length > 2)
				.flatMap((line) -> Arrays.stream(line.split(" *\\|", 2)[0].split(", ", -1)))
				.map(TokenAnswers::of)
				.toList();
		}
	}

	private static TokenAnswers of(String code) {
		boolean number = code.chars().allMatch(Character::isDigit);
		RefusalAdvice advice = RefusalAdvice
			.on(new TokenRefusal(number ? "" : code, number ? Integer.parseInt(code) : 0, "", "", ""));
		return new TokenAnswers(number ? "AADSTS" + code : code, advice.meaning(), advice.advice(), advice.passing());
	}

}
