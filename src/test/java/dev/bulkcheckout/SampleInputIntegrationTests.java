package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import dev.bulkcheckout.simulator.Simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * The README's first command and those after it, with the real program, in the order in
 * which the README gives them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the run of the sample")
class SampleInputIntegrationTests {

	private static final Path SAMPLE = Path.of("sample-input", "carts.csv").toAbsolutePath();

	private final TestDatabase database = TestDatabase.empty();

	/** Where nothing must arrive: the rehearsal brings a simulator of its own. */
	private final Simulator another = Simulator.start();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private static Path directory;

	@SuppressWarnings("NullAway.Init")
	private Program program;

	@SuppressWarnings("NullAway.Init")
	private Program.Child first;

	@BeforeAll
	void runsTheSample() {
		this.program = new Program(directory, this.database.url(), this.another);
		this.first = this.program.run("run", SAMPLE.toString(), "--simulator");
	}

	@AfterAll
	void close() {
		this.another.close();
		this.database.close();
	}

	@Test
	@Order(1)
	void endsWith3AndASentence() {
		assertThat(this.first.exitCode()).as(this.first.err()).isEqualTo(3);
		assertThat(this.first.out()).contains("exit code 3 (some carts or rows need a person)");
		assertThat(this.another.requests()).isEmpty();
	}

	@Test
	@Order(2)
	void everyOutcomeIsThere() throws IOException {
		List<CSVRecord> results = read("results.csv");
		assertThat(counts(results, "outcome")).containsOnly(entry("ORDERED", 19L), entry("PARTIALLY_ORDERED", 1L),
				entry("ALREADY_ORDERED", 1L), entry("REFUSED", 2L), entry("UNKNOWN", 1L));
		assertThat(results).extracting((cart) -> cart.get("cart-id")).doesNotHaveDuplicates().hasSize(24);
	}

	@Test
	@Order(3)
	void everySubscriptionStateIsThere() throws IOException {
		List<CSVRecord> lines = read("orders.csv");
		assertThat(counts(lines, "subscription-state")).containsOnly(entry("PROVISIONED", 20L), entry("MISSING", 1L),
				entry("NOT_EXPECTED", 4L), entry("ORDER_FAILED", 1L));
		assertThat(lines).allSatisfy((line) -> assertThat(line.get("subscription-id").isEmpty())
			.isEqualTo(!line.get("subscription-state").equals("PROVISIONED")));
	}

	@Test
	@Order(4)
	void someIdsCameLate() {
		assertThat(this.database.jdbc().sql("""
				select count(*) from order_line_item i join cart_order o on o.id = i.cart_order_id
				 where i.subscription_id is not null and o.reads > 1""").query(Long.class).single()).isPositive();
	}

	@Test
	@Order(5)
	void allFilesAreThere() throws IOException {
		try (Stream<Path> files = Files.list(output())) {
			assertThat(files.map((file) -> file.getFileName().toString())).contains("results.csv", "orders.csv",
					"order-errors.csv", "rejected.csv", "needs-attention.csv", "summary.json");
		}
		assertThat(read("order-errors.csv")).hasSize(1);
		assertThat(read("rejected.csv")).isEmpty();
		assertThat(read("needs-attention.csv")).extracting((cart) -> cart.get("outcome"))
			.containsExactlyInAnyOrder("REFUSED", "REFUSED", "UNKNOWN");
	}

	@Test
	@Order(6)
	void secondRunCallsNothingAndEndsTheSameWay() throws IOException {
		List<String> before = carts();
		Program.Child second = this.program.run("run", SAMPLE.toString(), "--simulator");
		assertThat(second.exitCode()).isEqualTo(3);
		assertThat(second.err()).contains("run 1 of this input is complete: nothing was asked");
		assertThat(carts()).isEqualTo(before);
		assertThat(this.another.requests()).isEmpty();
	}

	@Test
	@Order(7)
	void questionsAreAnsweredFromTheLedger() {
		assertThat(this.program.run("runs").out()).contains("carts.csv (rehearsal), finished");
		assertThat(this.program.run("show", "1").out()).contains("ordered            19");
		assertThat(this.program.run("show", "1").out()).as("the simulator is gone")
			.doesNotContain("bulk-checkout reconcile 1");
		Program.Child unknown = this.program.run("show", "99");
		assertThat(unknown.exitCode()).isEqualTo(2);
		assertThat(unknown.err()).contains("there is no run 99");
	}

	@Test
	@Order(8)
	void reportWritesTheFilesAgain() throws IOException {
		Path again = directory.resolve("again");
		assertThat(this.program.run("report", "1", "--output", again.toString()).exitCode()).isZero();
		for (String file : List.of("results.csv", "orders.csv", "order-errors.csv", "needs-attention.csv")) {
			assertThat(again.resolve(file)).hasSameTextualContentAs(output().resolve(file));
		}
	}

	@Test
	@Order(9)
	void dryRerunListsWhatItWouldAskAndAsksNothing() {
		Program.Child rerun = this.program.run("rerun", "1", "--dry-run");
		assertThat(rerun.exitCode()).isZero();
		assertThat(rerun.out().lines()).hasSize(3);
		assertThat(this.database.jdbc().sql("select count(*) from run").query(Long.class).single()).isEqualTo(1);
	}

	@Test
	@Order(10)
	void whatNeedsAttentionCanBeGivenToRunAsItStands() {
		Program.Child rerun = this.program.run("run", output().resolve("needs-attention.csv").toString(), "--dry-run",
				"--simulator");
		assertThat(rerun.exitCode()).isZero();
		assertThat(rerun.out()).contains("3 rows: 3 carts, 0 rows refused");
	}

	private List<String> carts() {
		return this.database.jdbc().sql("select cart::text from cart order by line").query(String.class).list();
	}

	private Path output() {
		return directory.resolve("output").resolve("run-1");
	}

	private List<CSVRecord> read(String file) throws IOException {
		try (CSVParser parser = CSVParser.parse(Files.readString(output().resolve(file)),
				CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get())) {
			return parser.getRecords();
		}
	}

	private static Map<String, Long> counts(List<CSVRecord> rows, String column) {
		return rows.stream().collect(Collectors.groupingBy((row) -> row.get(column), Collectors.counting()));
	}

}
