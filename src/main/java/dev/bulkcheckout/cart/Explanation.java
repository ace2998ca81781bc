package dev.bulkcheckout.cart;

/**
 * What an error code means and what is to be done about it, for people.
 *
 * @param meaning half a sentence, in our words
 * @param advice what a person does next, half a sentence
 */
public record Explanation(String meaning, String advice) {
}
