package dev.bulkcheckout.action;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.input.RejectedRow;

/**
 * What is in a file that was uploaded, as {@code validate} says it.
 *
 * @param sha256 of its bytes, hex, by which it is launched
 * @param name of the file
 * @param job that it was uploaded for
 * @param rows all rows
 * @param carts rows that name a cart, each cart once
 * @param rejected the other ones
 * @param refused the first of the rejected rows
 * @param notice what the operator should know although no row was refused for it; null if
 * there is nothing
 */
public record UploadedFile(String sha256, String name, String job, long rows, long carts, long rejected,
		List<RejectedRow> refused, @Nullable String notice) {

	/** So many refused rows are told; {@code validate} tells all. */
	static final int REFUSED_ROWS = 100;

	/**
	 * Keeps a copy.
	 */
	public UploadedFile {
		refused = List.copyOf(refused);
	}

	/**
	 * The same in a sentence.
	 */
	public String says() {
		return "%s: %,d rows: %,d carts, %,d rows refused".formatted(this.name, this.rows, this.carts, this.rejected);
	}

}
