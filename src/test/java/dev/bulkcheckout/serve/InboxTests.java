package dev.bulkcheckout.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class InboxTests {

	private static final Instant NOW = Instant.parse("2026-11-26T22:30:05Z");

	@TempDir
	private Path folder = Path.of("");

	private long nanos;

	private Inbox inbox = new Inbox(this.folder, Duration.ZERO, () -> 0);

	@BeforeEach
	void open() throws IOException {
		this.inbox = new Inbox(this.folder, Duration.ofSeconds(60), () -> this.nanos);
		this.inbox.prepare();
	}

	@Test
	void aFileThatIsCopiedSlowlyIsNotWholeBeforeItIs() throws IOException {
		Path file = write("carts.csv", "customer-id,cart-id\n");
		for (int i = 0; i < 5; i++) {
			assertThat(list()).isEqualTo(new Inbox.Listing(List.of(), 1));
			passes(59);
			Files.writeString(file, "more,rows\n", StandardOpenOption.APPEND);
		}
		assertThat(list().whole()).isEmpty();
		passes(59);
		assertThat(list()).isEqualTo(new Inbox.Listing(List.of(), 1));
		passes(1);
		assertThat(list()).isEqualTo(new Inbox.Listing(List.of(file), 0));
	}

	@Test
	void aFileThatIsWrittenOverInTheSameSizeIsNotWhole() throws IOException {
		Path file = write("carts.csv", "one");
		list();
		passes(59);
		Files.writeString(file, "two");
		Files.setLastModifiedTime(file, FileTime.from(NOW));
		list();
		passes(30);
		assertThat(list().whole()).isEmpty();
	}

	@Test
	void whatIsHiddenOrHasAnotherEndingIsLeftAlone() throws IOException {
		write(".carts.csv.Xy12ab", "");
		write(".carts.csv", "");
		write("carts.csv.part", "");
		write("readme.txt", "");
		Files.createDirectory(this.folder.resolve("folder.csv"));
		list();
		passes(60);
		assertThat(list()).isEqualTo(new Inbox.Listing(List.of(), 0));
	}

	@Test
	void twoFilesOfOneNameAndSecondAreTwo() throws IOException {
		Path first = this.inbox.take(write("carts.csv", "one"), NOW);
		this.inbox.end(first, Inbox.Place.DONE, null);
		Path second = this.inbox.take(write("carts.csv", "two"), NOW);
		assertThat(second).hasFileName("20261126-223005-carts-2.csv").hasContent("two");
		this.inbox.end(second, Inbox.Place.DONE, null);
		assertThat(this.folder.resolve("done/20261126-223005-carts.csv")).hasContent("one");
		assertThat(this.folder.resolve("done/20261126-223005-carts-2.csv")).hasContent("two");
	}

	@Test
	void whatIsTakenIsFoundAgainAndEndsOnce() throws IOException {
		Path taken = this.inbox.take(write("Carts.CSV", "x"), NOW);
		assertThat(this.inbox.taken()).containsExactly(taken);
		assertThat(this.inbox.resultsOf(taken)).isEqualTo(this.folder.resolve("done/20261126-223005-Carts.results"));
		this.inbox.end(taken, Inbox.Place.FAILED, "no row names a cart");
		this.inbox.end(taken, Inbox.Place.FAILED, "no row names a cart");
		assertThat(this.folder.resolve("failed/20261126-223005-Carts.CSV")).hasContent("x");
		assertThat(this.folder.resolve("failed/20261126-223005-Carts.reason.txt")).hasContent("no row names a cart");
		assertThat(this.inbox.taken()).isEmpty();
	}

	private Path write(String name, String text) throws IOException {
		return Files.writeString(this.folder.resolve(name), text);
	}

	private Inbox.Listing list() throws IOException {
		return this.inbox.list();
	}

	private void passes(int seconds) {
		this.nanos += Duration.ofSeconds(seconds).toNanos();
	}

}
