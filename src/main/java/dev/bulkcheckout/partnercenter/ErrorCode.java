package dev.bulkcheckout.partnercenter;

/**
 * An error code of the API that a checkout or an order read can meet.
 *
 * @param status the HTTP status it comes with: the same number can mean two things
 * @param code as text
 * @param rule what it asks for
 * @param clears whether a refusal clears by itself within days
 * @param meaning in our words
 * @param advice what a person does about it
 * @param source where it is published
 */
public record ErrorCode(int status, String code, RetryRule rule, boolean clears, String meaning, String advice,
		String source) {
}
