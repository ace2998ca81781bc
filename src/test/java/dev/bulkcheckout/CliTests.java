package dev.bulkcheckout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.bulkcheckout.cart.ExitCode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What can be said without a database: help, usage errors, a look at a CSV.
 */
class CliTests {

	private static final List<String> COMMANDS = List.of("run", "preflight", "approve", "restart", "rerun", "reconcile",
			"stop", "runs", "show", "report", "validate", "purge", "check", "worker", "serve", "simulator");

	private static final String A_CART = """
			customer-id,cart-id
			2b7e1516-28ae-4d2a-8bf7-158809cf4f3c,c6a13b37-8785-4a2b-9d6e-b4e0d10a5a3e
			""";

	/** Nothing listens there: a command that opens the ledger says that it does. */
	private final TestCli line = new TestCli("jdbc:postgresql://127.0.0.1:1/nowhere");

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Test
	void helpListsExactlyTheCommandsThatAreThere() {
		TestCli.Ended answer = this.line.run("--help");
		assertThat(answer.exitCode()).isZero();
		String commands = answer.out().replaceFirst("(?s).*\nCommands:\n(.*?)\n\n.*", "$1");
		assertThat(Pattern.compile("(?m)^  (\\w+) ").matcher(commands).results().map((found) -> found.group(1)))
			.containsExactlyElementsOf(COMMANDS);
	}

	@Test
	void helpListsTheExitCodes() {
		String help = this.line.run("--help").out();
		assertThat(help.substring(help.indexOf("Exit codes:")).lines().skip(1).map((text) -> text.strip().charAt(0)))
			.containsExactly('0', '1', '2', '3', '4', '5', '6');
	}

	@ParameterizedTest
	@FieldSource("COMMANDS")
	void everyCommandExplainsItself(String command) {
		TestCli.Ended answer = this.line.run(command, "--help");
		assertThat(answer.exitCode()).isZero();
		assertThat(answer.out()).startsWith("Usage: bulk-checkout " + command + " ");
		assertThat(answer.out()).as("what a picocli default looks like that was not filled in")
			.doesNotContain("${")
			.doesNotContain("%n")
			.doesNotContain("%%");
		assertThat(answer.err()).isEmpty();
	}

	@Test
	void saysItsVersion() {
		assertThat(this.line.run("--version").out()).isEqualToIgnoringNewLines("bulk-checkout test");
	}

	@Test
	void theReadmeTellsTheExitCodesOfTheHelp() throws IOException {
		String readme = Files.readString(Path.of("README.md")).replace('`', '\'');
		String help = this.line.run("--help").out().replaceAll("\\s+", " ");
		for (ExitCode code : ExitCode.values()) {
			assertThat(readme).contains("\n| " + code.code() + " | " + code.meaning());
			assertThat(help).contains(" " + code.code() + " " + code.meaning());
		}
		assertThat(readme.lines().filter((line) -> line.matches("\\| \\d+ \\|.*"))).hasSize(ExitCode.values().length);
	}

	static Stream<List<String>> usageErrors() {
		return Stream.of(List.of(), List.of("frobnicate"), List.of("--frobnicate"), List.of("run"),
				List.of("run", "CSV", "--frobnicate"), List.of("run", "CSV", "another.csv"),
				List.of("run", "CSV", "--concurrency", "0"), List.of("run", "CSV", "--concurrency", "10001"),
				List.of("run", "CSV", "--concurrency", "many"), List.of("run", "CSV", "--rate", "0"),
				List.of("run", "CSV", "--rate", "-1"), List.of("run", "CSV", "--rate", "NaN"),
				List.of("run", "CSV", "--reconcile-for", "soon"), List.of("run", "CSV", "--reconcile-for", "-1s"),
				List.of("run", "CSV", "--patience", "1 fortnight"), List.of("run", "CSV", "--max-refused", "most"),
				List.of("run", "CSV", "--max-refused", "101%"), List.of("run", "CSV", "--max-refused", "-1"),
				List.of("run", "CSV", "--stop-at", "25:00"), List.of("run", "CSV", "--date", "22.11.2026"),
				List.of("run", "CSV", "--job", "nowhere.yaml"), List.of("show"), List.of("show", "seventeen"),
				List.of("run", "CSV", "--patience", "30"), List.of("simulator", "--host", "256.1.1.1"),
				List.of("report"), List.of("stop"), List.of("rerun"), List.of("rerun", "1", "--outcomes", "ordered"),
				List.of("validate"), List.of("validate", "nowhere.csv"), List.of("simulator", "--port", "65536"),
				List.of("simulator", "--throttle", "0"), List.of("simulator", "--scenario", "nowhere.txt"));
	}

	@ParameterizedTest
	@MethodSource("usageErrors")
	void usageErrorEndsWith2AndOpensNothing(List<String> arguments) throws IOException {
		Path csv = Files.writeString(this.directory.resolve("carts.csv"), A_CART);
		TestCli.Ended answer = this.line.run(arguments.stream()
			.map((argument) -> argument.equals("CSV") ? csv.toString() : argument)
			.toArray(String[]::new));
		assertThat(answer.exitCode()).as(answer.err()).isEqualTo(2);
		assertThat(answer.out()).isEmpty();
		assertThat(answer.err()).isNotBlank().doesNotContain("Exception", "\tat ", "the ledger");
	}

	@Test
	void usageErrorNamesWhatIsWrong() throws IOException {
		Path csv = Files.writeString(this.directory.resolve("carts.csv"), A_CART);
		assertThat(this.line.run("run", csv.toString(), "--concurrency", "0").err())
			.contains("--concurrency must be from 1");
		assertThat(this.line.run("run", csv.toString(), "--max-refused", "101%").err()).contains("--max-refused")
			.contains("101%");
		assertThat(this.line.run("run", csv.toString(), "--reconcile-for", "soon").err()).contains("--reconcile-for")
			.contains("90s, 30m, 2h");
		assertThat(this.line.run("run", csv.toString(), "--frobnicate").err()).contains("--frobnicate");
	}

	@Test
	void portThatIsTakenIsNamed() throws IOException {
		List<LogRecord> logged = new CopyOnWriteArrayList<>();
		Handler handler = new StreamHandler() {
			@Override
			public void publish(LogRecord event) {
				logged.add(event);
			}
		};
		Logger root = Logger.getLogger("");
		root.addHandler(handler);
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			TestCli.Ended answer = this.line.run("simulator", "--port", String.valueOf(taken.getLocalPort()));
			assertThat(answer.exitCode()).isEqualTo(2);
			assertThat(answer.err()).contains(String.valueOf(taken.getLocalPort())).contains("--port");
			assertThat(logged).as("the server's own words").isEmpty();
		}
		finally {
			root.removeHandler(handler);
		}
	}

	@Test
	void settingThatCannotBeReadIsNamed() throws IOException {
		Path csv = Files.writeString(this.directory.resolve("carts.csv"), A_CART);
		TestCli.Ended answer = this.line.set("bulk-checkout.patience", "soon").run("run", csv.toString());
		assertThat(answer.exitCode()).isEqualTo(2);
		assertThat(answer.err()).contains("bulk-checkout.patience", "soon").doesNotContain("the ledger");
	}

	@Test
	void everyLineOfARefusalBeginsAlike() {
		for (String[] wrong : new String[][] { { "rnus" }, { "show", "seventeen" },
				{ "run", "sample-input/carts.csv", "--job", "sample-input/carts.csv" } }) {
			assertThat(this.line.run(wrong).err().lines()).hasSizeGreaterThan(1)
				.allMatch((text) -> text.startsWith("bulk-checkout: "));
		}
		assertThat(this.line.run("show", "seventeen").err()).contains("RUN")
			.contains("'seventeen' is not a whole number");
	}

	@Test
	void validateListsEachRefusedRowWithItsReason() {
		TestCli.Ended answer = this.line.run("validate", "sample-input/bad-rows.csv");
		assertThat(answer.exitCode()).isEqualTo(3);
		assertThat(answer.out().lines().filter((text) -> text.startsWith("line "))).satisfiesExactly(
				(text) -> assertThat(text).startsWith("line 5: ").contains("customer-id"),
				(text) -> assertThat(text).startsWith("line 6: ").contains("cart-id"),
				(text) -> assertThat(text).startsWith("line 7: ").contains("cart-id"),
				(text) -> assertThat(text).startsWith("line 8: ").contains("column"),
				(text) -> assertThat(text).startsWith("line 9: ").contains("column"),
				(text) -> assertThat(text).startsWith("line 11: ").contains("line 2"),
				(text) -> assertThat(text).startsWith("line 12: ").contains("line 2"),
				(text) -> assertThat(text).startsWith("line 13: ").contains("quote"));
		assertThat(answer.out()).endsWith("11 rows: 3 carts, 8 rows refused\n");
		assertThat(answer.err()).containsOnlyOnce("Windows-1252").contains("line 14");
	}

	@Test
	void validateOfTheSampleFindsNothing() {
		TestCli.Ended answer = this.line.run("validate", "sample-input/carts.csv");
		assertThat(answer.exitCode()).isZero();
		assertThat(answer.out()).endsWith("24 rows: 24 carts, 0 rows refused\n");
	}

	@Test
	void validateOfAHeaderAloneFindsANightWithoutCarts() throws IOException {
		Path headerAlone = Files.writeString(this.directory.resolve("header.csv"), "customer-id,cart-id\n");
		TestCli.Ended answer = this.line.run("validate", headerAlone.toString());
		assertThat(answer.exitCode()).isZero();
		assertThat(answer.out()).endsWith("0 rows: 0 carts, 0 rows refused\n");
	}

	@Test
	void refusalOfAllRowsSaysWhyOfTheFirst() throws IOException {
		Path allBad = Files.writeString(this.directory.resolve("bad.csv"), "customer-id,cart-id\nnobody,nothing\n");
		assertThat(this.line.run("run", allBad.toString()).err()).contains("1 rows were refused")
			.contains("line 2: customer-id is not a GUID: \"nobody\"");
		TestCli.Ended validated = this.line.run("validate", allBad.toString());
		assertThat(validated.exitCode()).isEqualTo(2);
		assertThat(validated.out()).startsWith("line 2: customer-id is not a GUID: \"nobody\"");
	}

	@Test
	void unusableInputEndsWith2AndOpensNothing() throws IOException {
		Path missing = this.directory.resolve("missing.csv");
		Path empty = Files.createFile(this.directory.resolve("empty.csv"));
		Path blank = Files.writeString(this.directory.resolve("blank.csv"), "\n;;\n");
		Path allBad = Files.writeString(this.directory.resolve("bad.csv"), "customer-id,cart-id\nnobody,nothing\n,\n");
		Path wrongHeader = Files.writeString(this.directory.resolve("wrong.csv"), "name,price\nx,1\n");
		for (Path input : List.of(missing, this.directory, empty, blank, allBad, wrongHeader)) {
			TestCli.Ended answer = this.line.run("run", input.toString(), "--simulator");
			assertThat(answer.exitCode()).as(input + ": " + answer.err()).isEqualTo(2);
			assertThat(answer.err()).startsWith("bulk-checkout: ")
				.contains(input.toString())
				.doesNotContain("the ledger");
			assertThat(answer.out()).isEmpty();
		}
	}

}
