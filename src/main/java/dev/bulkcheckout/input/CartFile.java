package dev.bulkcheckout.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A CSV file of carts, read as a stream: a row of any length and a file of any length
 * take the same memory.
 * <p>
 * UTF-8 with or without byte order mark; lines end in LF or CRLF; the first row decides
 * on comma, semicolon or tab and, as a header, names {@code customer-id} and
 * {@code cart-id} in any order and among other columns. Without a header, those two
 * columns are the file.
 */
public final class CartFile {

	private CartFile() {
	}

	/**
	 * Reads a file once and hands over its rows in their order.
	 * @throws UnusableInputException if nothing of the file can be used; rows may have
	 * been handed over before that shows
	 */
	public static InputSummary read(Path file, CartRowHandler handler) {
		InputDigest digest = new InputDigest();
		try (InputStream in = digest.following(InputSource.open(file))) {
			PhysicalLines lines = new PhysicalLines(in);
			lines.skipBytes(Encoding.markLength(file, lines.beginning()));
			RowReader rows = new RowReader(file, lines, handler);
			rows.readAll();
			return new InputSummary(rows.carts() + rows.rejected(), rows.carts(), rows.rejected(), digest.hex());
		}
		catch (IOException ex) {
			throw InputSource.unreadable(file, ex);
		}
	}

	/**
	 * Reads a file whose digest was taken before, and insists that it is still the same.
	 * @param sha256 what {@link InputDigest#sha256} said of it
	 * @throws UnusableInputException as above, and after the last row if the file was
	 * changed in between: then nothing that was handed over may be kept
	 */
	public static InputSummary read(Path file, String sha256, CartRowHandler handler) {
		InputSummary summary = read(file, handler);
		if (!summary.sha256().equals(sha256)) {
			throw new UnusableInputException(file,
					"it changed while it was being read (SHA-256 was %s and is now %s); start again once it is complete"
						.formatted(sha256, summary.sha256()));
		}
		return summary;
	}

}
