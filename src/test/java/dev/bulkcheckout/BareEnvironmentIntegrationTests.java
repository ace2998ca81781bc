package dev.bulkcheckout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import dev.bulkcheckout.simulator.Simulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No locale, as under cron and in containers, or one with digits and words of its own:
 * what is printed and written is the same. {@link Program} sets no locale at all.
 */
@Execution(ExecutionMode.CONCURRENT)
class BareEnvironmentIntegrationTests {

	private static final Pattern FOREIGN_DIGIT = Pattern.compile("[\\p{Nd}&&[^0-9]]");

	private final Path directory;

	BareEnvironmentIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void everyNumberIsWrittenInDigitsFromZeroToNine() {
		assertDigits("fa-IR");
	}

	@Test
	@Tag("long")
	void noNumberHasACommaForItsPoint() {
		assertDigits("de-DE");
	}

	private void assertDigits(String language) {
		try (TestDatabase database = TestDatabase.migrated(); Simulator partnerCenter = Simulator.start()) {
			Program program = new Program(this.directory, database.url(), partnerCenter)
				.set("BULK_CHECKOUT_POLLING_INITIAL_DELAY", "100ms")
				.jvmOption("-Duser.language=" + language.substring(0, 2))
				.jvmOption("-Duser.region=" + language.substring(3));
			String csv = program.carts(12).toString();
			for (String[] command : new String[][] { { "run", csv }, { "check" }, { "show", "1" } }) {
				Program.Child child = program.run(command);
				assertThat(child.exitCode()).as("%s", child).isZero();
				assertThat(child.said()).doesNotContainPattern(FOREIGN_DIGIT)
					.containsPattern("\\d")
					.doesNotContain("12,0");
			}
			try (Stream<Path> files = Files.list(this.directory.resolve("output/run-1"))) {
				assertThat(files).hasSizeGreaterThan(5).allSatisfy((file) -> {
					assertThat(Files.readString(file)).doesNotContainPattern(FOREIGN_DIGIT);
				});
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	@Test
	void textsArePrintedInUtf8WithoutALocale() throws IOException {
		Files.writeString(this.directory.resolve("carts.csv"), "customer-id,cart-id\nM\u00e4rz,\u20ac17\n");
		Program.Child refused = new Program(this.directory).run("validate", "carts.csv");
		assertThat(refused.said()).contains("M\u00e4rz");
	}

}
