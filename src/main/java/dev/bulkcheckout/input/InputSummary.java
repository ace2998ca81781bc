package dev.bulkcheckout.input;

/**
 * What was found in an input file.
 *
 * @param rows carts and rejected rows together; the header is none of them
 * @param carts rows that name a cart, repeats included
 * @param rejected rows that do not
 * @param sha256 the SHA-256 of the file's bytes as they were read, 64 lower-case hex
 * digits
 */
public record InputSummary(long rows, long carts, long rejected, String sha256) {
}
