package dev.bulkcheckout.report.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.DataAccessException;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.report.LedgerFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ResultFilesIntegrationTests {

	private static final String ALICE = LedgerFixture.ALICE;

	private static final RunId RUN = new RunId(17);

	private final LedgerFixture ledger = new LedgerFixture();

	@TempDir
	private Path directory = Path.of("");

	@AfterEach
	void close() {
		this.ledger.close();
	}

	@Test
	void resultsHaveEveryCartInTheOrderOfTheInput() throws IOException {
		this.ledger.aRunWithEverything(17);
		this.ledger.files.write(RUN, this.directory);
		assertThat(text("results.csv")).isEqualTo(lines(
				"line,customer-id,cart-id,outcome,orders,order-errors,attempts,http-status,error-code,"
						+ "error-description,correlation-id,request-id,completed-at",
				"2," + cart(1) + ",ORDERED,'-nO_1 order-2,,1,201,,," + ids(2) + ",2026-11-21T22:00:02.120Z",
				"3," + cart(2) + ",PARTIALLY_ORDERED,order-3,800009 ?,1,201,,," + ids(3) + ",2026-11-21T22:00:03.120Z",
				"4," + cart(3) + ",ALREADY_ORDERED,,,1,400,800065,," + ids(4) + ",2026-11-21T22:00:04.120Z",
				"5," + cart(4) + ",REFUSED,,,1,400,800002,\"'=HYPERLINK(\"\"http://x\"\"),\r\nünï ☃ 𝄞\"," + ids(5)
						+ ",2026-11-21T22:00:05.120Z",
				"6," + cart(5) + ",UNKNOWN,,,1,,,no answer within 3 min," + ids(6) + ",2026-11-21T22:00:06.120Z",
				"7," + cart(6) + ",ORDERED,order-4 order-5,,1,201,,," + ids(7) + ",2026-11-21T22:00:07.120Z",
				"8," + cart(7) + ",NOT_ATTEMPTED,,,0,,,,," + this.ledger.requestOf(RUN, 8) + ","));
	}

	@Test
	void whatIsOddAboutAnAnswerIsANoteInItsDescription() throws IOException {
		Lease lease = this.ledger.aRun(17);
		this.ledger.staged(lease, 1);
		this.ledger.ordered(lease, "odd");
		this.ledger.files.write(RUN, this.directory);
		assertThat(text("results.csv")).contains(",note: odd,");
	}

	@Test
	void ordersHaveEveryLineAndNoOrderIsMissing() throws IOException {
		this.ledger.aRunWithEverything(17);
		this.ledger.files.write(RUN, this.directory);
		String order = ",completed,monthly,EUR,2026-11-21T22:00:00Z,";
		String item = ",CFQ7TTC0LH18:0001:CFQ7TTC0K971,Business Basic %d,3,P1Y,";
		assertThat(text("orders.csv")).isEqualTo(lines(
				"customer-id,cart-id,order-id,order-status,billing-cycle,currency-code,creation-date,"
						+ "line-item-number,offer-id,friendly-name,quantity,term-duration,subscription-id,"
						+ "subscription-state",
				cart(1) + ",'-nO_1" + order + "0" + item.formatted(0)
						+ "5b5b5b5b-0000-0000-0000-000000000001,PROVISIONED",
				cart(1) + ",order-2" + order + "0" + item.formatted(0) + ",MISSING",
				cart(1) + ",order-2" + order + "1" + item.formatted(1) + ",NOT_EXPECTED",
				cart(2) + ",order-3" + order + "0" + item.formatted(0) + ",AWAITED",
				cart(6) + ",order-4,error,,,,0,,,,,,ORDER_FAILED", cart(6) + ",order-5" + order + ",,,,,,"));
	}

	@Test
	void orderErrorsRejectedRowsAndWhatNeedsAttentionHaveTheirFiles() throws IOException {
		this.ledger.aRunWithEverything(17);
		this.ledger.files.write(RUN, this.directory);
		assertThat(text("order-errors.csv")).isEqualTo(lines("customer-id,cart-id,order-group-id,code,description",
				cart(2) + ",1,800009,cart line at fault", cart(2) + ",,,"));
		assertThat(text("rejected.csv")).isEqualTo(
				lines("line,reason,row", "9,\"cart-id is not a GUID: \"\"x\"\"\",\"'=cmd|'/c calc'!A1,\"\"x\"\"\""));
		assertThat(text("needs-attention.csv")).isEqualTo(lines("customer-id,cart-id,outcome,error-description",
				cart(4) + ",REFUSED,\"'=HYPERLINK(\"\"http://x\"\"), ünï ☃ 𝄞\"",
				cart(5) + ",UNKNOWN,no answer within 3 min", cart(7) + ",NOT_ATTEMPTED,"));
	}

	@Test
	void summaryHasEveryCount() throws IOException {
		this.ledger.aRunWithEverything(17);
		this.ledger.files.write(RUN, this.directory);
		JsonNode summary = summary();
		assertThat(summary.get("run").asInt()).isEqualTo(17);
		assertThat(summary.get("input").asString()).isEqualTo("carts.csv");
		assertThat(summary.get("sha256").asString()).isEqualTo("5ad1");
		assertThat(summary.get("rows").asInt()).isEqualTo(8);
		assertThat(summary.get("rejected").asInt()).isEqualTo(1);
		assertThat(summary.get("carts").asInt()).isEqualTo(7);
		assertThat(summary.get("orders").asInt()).isEqualTo(5);
		assertThat(summary.get("orderLines").asInt()).isEqualTo(5);
		for (Outcome outcome : Outcome.values()) {
			assertThat(summary.get("outcomes").get(outcome.name()).asInt()).as(outcome.name())
				.isEqualTo((outcome == Outcome.ORDERED) ? 2 : 1);
		}
		for (SubscriptionState state : SubscriptionState.values()) {
			assertThat(summary.get("subscriptions").get(state.name()).asInt()).as(state.name()).isEqualTo(1);
		}
		assertThat(summary.get("checkoutsPerSecond").asDouble()).isEqualTo(1.0);
		assertThat(summary.get("state").get("word").asString()).isEqualTo("RUNNING");
		assertThat(summary.get("exitCode").isNull()).isTrue();
	}

	@Test
	void lastStepsSummarySaysHowTheRunEnds() throws IOException {
		this.ledger.aRunWithEverything(17);
		this.ledger.files.writeFinal(RUN, this.directory);
		JsonNode summary = summary();
		assertThat(summary.get("state").get("word").asString()).isEqualTo("FINISHED");
		assertThat(summary.get("progress").get("phase").asString()).isEqualTo("DONE");
		assertThat(summary.get("exitCode").asInt()).isEqualTo(3);
		assertThat(summary.get("finishedAt").asString()).endsWith("Z").isEqualTo(summary.get("asOf").asString());
	}

	@Test
	void runWithoutCartsHasFilesWithHeadersOnly() throws IOException {
		this.ledger.aRun(17);
		assertThat(this.ledger.files.write(RUN, this.directory.resolve("new/output"))).extracting(Path::getFileName)
			.extracting(Path::toString)
			.containsExactly("results.csv", "orders.csv", "order-errors.csv", "rejected.csv", "needs-attention.csv",
					"report.html", "summary.json");
		assertThat(Files.readString(this.directory.resolve("new/output/rejected.csv")))
			.isEqualTo("line,reason,row\r\n");
	}

	@Test
	void filesAreWrittenOverThoseOfAnEarlierTime() throws IOException {
		Lease lease = this.ledger.aRun(17);
		this.ledger.files.write(RUN, this.directory);
		this.ledger.staged(lease, 1);
		this.ledger.files.write(RUN, this.directory);
		assertThat(text("needs-attention.csv")).contains(cart(1));
		assertThat(names()).hasSize(7);
	}

	@Test
	void directoryThatIsAFileIsToldAndTheLedgerIsIntact() throws IOException {
		this.ledger.aRun(17);
		Path file = Files.writeString(this.directory.resolve("file"), "x");
		assertThatExceptionOfType(ResultFilesException.class)
			.isThrownBy(() -> this.ledger.files.write(RUN, file.resolve("output")))
			.withMessageContaining(
					"tried to write the result files of run 17 to " + file.resolve("output") + " but got: ")
			.withMessageContaining("the ledger is intact")
			.withMessageContaining("'bulk-checkout report 17' writes them later");
		assertThatExceptionOfType(ResultFilesException.class).isThrownBy(() -> this.ledger.files.write(RUN, file))
			.withMessageContaining("is not a directory");
		assertThat(file).hasContent("x");
	}

	@Test
	void fileThatCannotBeReplacedLeavesNoDraft() throws IOException {
		this.ledger.aRun(17);
		Files.createDirectories(this.directory.resolve("orders.csv/inhabited"));
		assertThatExceptionOfType(ResultFilesException.class)
			.isThrownBy(() -> this.ledger.files.write(RUN, this.directory))
			.withMessageContaining("tried to write orders.csv of run 17");
		assertThat(names()).containsExactlyInAnyOrder("results.csv", "orders.csv");
	}

	@Test
	void databaseThatFailsInTheMiddleLeavesTheFilesOfBefore() throws IOException {
		this.ledger.aRun(17);
		this.ledger.files.write(RUN, this.directory);
		String before = text("results.csv");
		this.ledger.staged(this.ledger.aRun(18), 1);
		this.ledger.database.jdbc().sql("alter table rejected_row rename column raw to roh").update();
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.ledger.files.write(new RunId(18), this.directory));
		assertThat(text("results.csv")).isEqualTo(before);
		assertThat(names()).hasSize(7);
	}

	@Test
	void draftOfAKilledProcessIsRemovedAndThatOfALivingOneIsNot() throws IOException {
		this.ledger.aRun(17);
		Path left = Files.writeString(this.directory.resolve(".results.csv.0a0a0a0a.tmp"), "half");
		Path locked = Files.writeString(this.directory.resolve(".results.csv.0b0b0b0b.tmp"), "half");
		try (FileChannel living = FileChannel.open(locked, StandardOpenOption.WRITE)) {
			living.lock();
			this.ledger.files.write(RUN, this.directory);
			assertThat(left).doesNotExist();
			assertThat(locked).exists();
		}
	}

	@Test
	void runThatIsNotThereWritesNothing() throws IOException {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.ledger.files.write(new RunId(99), this.directory.resolve("output")))
			.withMessage("there is no run 99; 'bulk-checkout runs' lists those that there are");
		assertThat(names()).isEmpty();
	}

	private String text(String name) throws IOException {
		return Files.readString(this.directory.resolve(name));
	}

	private JsonNode summary() throws IOException {
		return JsonMapper.shared().readTree(text("summary.json"));
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> String.valueOf(file.getFileName())).toList();
		}
	}

	private String ids(long line) {
		return "0b0b0b0b-0000-0000-0000-000000000001," + this.ledger.requestOf(RUN, line);
	}

	private static String cart(int number) {
		return ALICE + "," + LedgerFixture.cart(number).id();
	}

	private static String lines(String... lines) {
		return String.join("\r\n", lines) + "\r\n";
	}

}
