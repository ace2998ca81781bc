package dev.bulkcheckout.serve;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.settings.JobText;
import dev.bulkcheckout.settings.ScheduleProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What becomes of files that are uploaded, whatever they are called and however they
 * come.
 */
class UploadsTests {

	private static final String CSV = "customer-id,cart-id\n";

	private final Path directory;

	private final Uploads uploads;

	UploadsTests(@TempDir Path directory) {
		this.directory = directory;
		this.uploads = Uploads.of(new JobSettings("nightly", new JobText(Path.of("nightly.yaml"), ""),
				new ScheduleProperties(directory.resolve("inbox").toString(), null, null, Duration.ZERO), "contoso",
				false));
	}

	@Test
	void theSameBytesAreStoredOnceByTheNameThatTheyCameWithFirst() throws IOException {
		Uploads.Upload first = this.uploads.store("monday.csv", bytes(CSV), 1000);
		Uploads.Upload second = this.uploads.store("tuesday.csv", bytes(CSV), 1000);
		assertThat(second).isEqualTo(first);
		assertThat(first.name()).isEqualTo("monday.csv");
		assertThat(first.file()).hasContent(CSV);
		assertThat(this.uploads.find(first.sha256())).contains(first);
		assertThat(files()).containsExactly("uploads/" + first.sha256() + "/monday.csv");
	}

	@Test
	void nothingIsLeftOfWhatBreaksOffOrIsTooLarge() throws IOException {
		InputStream broken = new SequenceInputStream(bytes(CSV), new InputStream() {
			@Override
			public int read() throws IOException {
				throw new IOException("connection reset");
			}
		});
		assertThatIOException().isThrownBy(() -> this.uploads.store("half.csv", broken, 1000))
			.withMessage("connection reset");
		assertThatIOException().isThrownBy(() -> this.uploads.store("large.csv", bytes(CSV), CSV.length() - 1))
			.isInstanceOf(UploadTooLargeException.class);
		this.uploads.store("fits.csv", bytes(CSV), CSV.length());
		assertThat(files()).singleElement().asString().endsWith("/fits.csv");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "..", "../../etc/passwd", "/etc/passwd", "C:\\Windows\\win.ini", "a\u0000.csv",
			".hidden", "con.csv", "NUL", "new\nline.csv", "\u202Evsc.csv", "a:b.csv", "<script>alert(1)</script>.csv",
			"  .csv", "..\\..\\x.csv", "%2e%2e%2fx", "file.csv/", "$(reboot).csv", "-rf.csv", "\uD800.csv" })
	void aNameOfWhateverSortBecomesAPlainOne(String name) throws IOException {
		Uploads.Upload upload = this.uploads.store(name, bytes(CSV), 1000);
		assertThat(upload.file().getName(upload.file().getNameCount() - 2)).hasToString(upload.sha256());
		assertThat(upload.name()).matches("[-\\w ._+()]+\\.csv").doesNotStartWith(".");
		assertThat(this.uploads.find(upload.sha256())).contains(upload);
		assertThat(files()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "carts.csv, carts.csv", "Carts May.CSV, Carts May.csv", "Bestellungen März.csv, Bestellungen März.csv",
			"carts, carts.csv", "carts.txt, carts.txt.csv", "C:\\temp\\carts.csv, carts.csv", "com1.csv, _com1.csv" })
	void aNameOfItsOwnStays(String name, String kept) {
		assertThat(Uploads.cleaned(name)).isEqualTo(kept);
	}

	@Test
	void aLongNameIsCut() {
		assertThat(Uploads.cleaned("\uD83D\uDE00é".repeat(500) + ".csv")).hasSizeLessThanOrEqualTo(104)
			.endsWith(".csv");
		assertThat(Uploads.cleaned(null)).isEqualTo("upload.csv");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "..", "../..", "monday.csv", "0123", "%2e%2e", "\u0000" })
	void whatIsNoSha256FindsNothing(String asked) throws IOException {
		this.uploads.store("monday.csv", bytes(CSV), 1000);
		assertThat(this.uploads.find(asked)).isEmpty();
	}

	@Test
	void whatIsOldAndNeededByNobodyIsRemoved() throws IOException {
		Instant before = Instant.now().minus(Duration.ofDays(90));
		Uploads.Upload old = stored("old.csv", "a,b\n", before);
		Uploads.Upload needed = stored("needed.csv", "c,d\n", before);
		Uploads.Upload again = stored("again.csv", "e,f\n", before);
		assertThat(this.uploads.store("once more.csv", bytes("e,f\n"), 1000)).isEqualTo(again);
		Uploads.Upload recent = this.uploads.store("recent.csv", bytes(CSV), 1000);
		Path half = Files.createDirectory(this.directory.resolve("inbox/uploads/.coming-1"));
		Files.setLastModifiedTime(half, FileTime.from(before.minusSeconds(1)));

		assertThat(this.uploads.purge(before, Set.of(needed.sha256()), true)).containsExactly("old.csv");
		assertThat(this.uploads.find(old.sha256())).isPresent();
		assertThat(this.uploads.purge(before, Set.of(needed.sha256()), false)).containsExactly("old.csv");
		assertThat(this.uploads.find(old.sha256())).isEmpty();
		assertThat(half).doesNotExist();
		assertThat(Stream.of(needed, again, recent)).allSatisfy((kept) -> assertThat(kept.file()).exists());
	}

	private Uploads.Upload stored(String name, String csv, Instant before) throws IOException {
		Uploads.Upload upload = this.uploads.store(name, bytes(csv), 1000);
		Files.setLastModifiedTime(upload.file().resolveSibling("."), FileTime.from(before.minusSeconds(1)));
		return upload;
	}

	private Stream<String> files() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory.resolve("inbox"))) {
			return files.filter(Files::isRegularFile)
				.map((file) -> this.directory.resolve("inbox").relativize(file).toString())
				.toList()
				.stream();
		}
	}

	private static InputStream bytes(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
	}

}
