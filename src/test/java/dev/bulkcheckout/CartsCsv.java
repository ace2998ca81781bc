package dev.bulkcheckout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Inputs of carts that the simulator knows what to do with.
 */
final class CartsCsv {

	/** Ordered, subscription id at once. */
	static final String FINE = "00000000-0000-0000-0000";

	/** Ordered, subscription id later. */
	static final String LATE = "00000000-0000-0000-0600";

	/** Refused. */
	static final String REFUSED = "40000000-0080-0009-0000";

	private CartsCsv() {
	}

	/**
	 * A file of so many carts of one kind, over ten customers.
	 */
	static Path write(Path file, String kind, int carts) {
		StringBuilder csv = new StringBuilder("customer-id,cart-id\n");
		append(csv, kind, 1, carts);
		return write(file, csv);
	}

	static void append(StringBuilder csv, String kind, int from, int carts) {
		for (int i = from; i < from + carts; i++) {
			csv.append("c0000000-0000-4000-8000-%012d,%s-%012d\n".formatted(i % 10, kind, i));
		}
	}

	static Path write(Path file, CharSequence csv) {
		try {
			return Files.writeString(file, csv);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
