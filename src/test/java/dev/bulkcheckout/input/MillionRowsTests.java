package dev.bulkcheckout.input;

import java.io.IOException;
import java.io.Writer;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.bulkcheckout.cart.Cart;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("long")
class MillionRowsTests {

	private static final int ROWS = 1_000_000;

	private static final int WATCHED = 10_000;

	private final Path directory;

	MillionRowsTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void millionRowsAreReadWithoutKeepingThem() throws IOException {
		Path file = this.directory.resolve("carts.csv");
		try (Writer writer = Files.newBufferedWriter(file)) {
			writer.write("customer-id,cart-id\n");
			for (int i = 0; i < ROWS; i++) {
				writer.write(new UUID(0x4000L, i % 1000).toString());
				writer.write(',');
				writer.write((i % 100 == 0) ? "none" : new UUID(0x4000L, i).toString());
				writer.write('\n');
			}
		}
		Watcher watcher = new Watcher();
		InputSummary summary;
		try (CartFile input = CartFile.open(file)) {
			summary = input.read(watcher);
		}
		assertThat(summary.rows()).isEqualTo(ROWS);
		assertThat(summary.rejected()).isEqualTo(ROWS / 100);
		assertThat(watcher.mostKept).as("rows kept of the %d before", WATCHED).isLessThan(10);
	}

	/**
	 * Looks now and then which of the rows it was given somebody still holds.
	 */
	private static final class Watcher implements CartRowHandler {

		private final List<WeakReference<Object>> given = new ArrayList<>();

		private long rows;

		private long mostKept;

		@Override
		public void cart(long line, Cart cart) {
			watch(cart);
		}

		@Override
		public void rejected(RejectedRow row) {
			watch(row);
		}

		private void watch(Object row) {
			this.rows++;
			if (this.rows % (ROWS / 4) > ROWS / 4 - WATCHED) {
				this.given.add(new WeakReference<>(row));
			}
			if (this.rows % (ROWS / 4) == 0) {
				System.gc();
				this.mostKept = Math.max(this.mostKept,
						this.given.stream().filter((reference) -> reference.get() != null).count());
				this.given.clear();
			}
		}

	}

}
