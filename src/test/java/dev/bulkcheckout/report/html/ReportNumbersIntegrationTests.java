package dev.bulkcheckout.report.html;

import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.report.Labels;
import dev.bulkcheckout.report.LedgerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page tells what the files beside it tell.
 */
class ReportNumbersIntegrationTests {

	private final LedgerFixture ledger = new LedgerFixture();

	@TempDir
	private Path directory = Path.of("");

	private String page = "";

	@BeforeEach
	void write() throws IOException {
		this.ledger.manyCarts(17, 2_000);
		this.ledger.runs.finished(new RunId(17), 3);
		this.ledger.files.write(new RunId(17), this.directory);
		this.page = Files.readString(this.directory.resolve("report.html"));
	}

	@AfterEach
	void close() {
		this.ledger.close();
	}

	@Test
	void outcomesAreThoseOfResultsAndSummary() throws IOException {
		Map<String, Long> carts = counted("results.csv", "outcome");
		for (Outcome outcome : Outcome.values()) {
			long shown = number("<b class=\"o-" + Show.key(outcome) + "\">([\\d,]+)</b>");
			assertThat(shown).as(outcome.name())
				.isEqualTo(carts.getOrDefault(outcome.name(), 0L))
				.isEqualTo(summary().get("outcomes").get(outcome.name()).asLong());
		}
	}

	@Test
	void subscriptionIdsAreThoseOfOrdersAndSummary() throws IOException {
		Map<String, Long> lines = counted("orders.csv", "subscription-state");
		for (SubscriptionState state : SubscriptionState.values()) {
			long shown = number(Labels.of(state) + "(?:</span>)?</td><td class=\"num\">([\\d,]+)</td>");
			assertThat(shown).as(state.name())
				.isEqualTo(lines.getOrDefault(state.name(), 0L))
				.isEqualTo(summary().get("subscriptions").get(state.name()).asLong());
		}
	}

	@Test
	void moneyIsTheLedgers() throws IOException {
		Map<String, BigDecimal> shown = new HashMap<>();
		Matcher money = Pattern.compile("<small><bdi>(\\w+)</bdi></small> ([\\d,.]+)</span>").matcher(this.page);
		while (money.find()) {
			shown.put(money.group(1), new BigDecimal(money.group(2).replace(",", "")));
		}
		Map<String, BigDecimal> kept = new HashMap<>();
		this.ledger.database.jdbc()
			.sql("select currency_code, sum(total_price) as total from cart_order group by 1")
			.query((row) -> {
				kept.put(row.getString("currency_code"), row.getBigDecimal("total"));
			});
		assertThat(shown).containsExactlyInAnyOrderEntriesOf(kept);
		summary().get("money")
			.forEach((each) -> assertThat(each.get("total").decimalValue())
				.isEqualByComparingTo(kept.get(each.get("currency").asString())));
	}

	@Test
	void causesAddUpToTheCartsThatAreNotOrdered() {
		long causes = 0;
		Matcher cause = Pattern.compile("<summary><b class=\"n\">([\\d,]+)</b>").matcher(this.page);
		while (cause.find()) {
			causes += Long.parseLong(cause.group(1).replace(",", ""));
		}
		long beyond = this.ledger.reports.of(new RunId(17))
			.orElseThrow()
			.causes()
			.stream()
			.mapToLong((each) -> each.carts())
			.sum();
		assertThat(causes).as("the rejected rows are the last cause").isEqualTo(beyond + 60);
	}

	@Test
	void policyNamesTheOnlyStylesAndScript() throws Exception {
		assertThat(this.page).contains("sha256-" + hash("<style>(.*?)</style>"))
			.contains("sha256-" + hash("<script>(.*?)</script>"))
			.doesNotContain(" style=", " onclick=");
		assertThat(this.page.indexOf("Content-Security-Policy")).isLessThan(this.page.indexOf("<style>"));
	}

	private String hash(String element) throws Exception {
		Matcher found = Pattern.compile(element, Pattern.DOTALL).matcher(this.page);
		assertThat(found.find()).isTrue();
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(found.group(1).getBytes(StandardCharsets.UTF_8));
		return Base64.getEncoder().encodeToString(digest);
	}

	private long number(String pattern) {
		Matcher found = Pattern.compile(pattern).matcher(this.page);
		assertThat(found.find()).as(pattern).isTrue();
		return Long.parseLong(found.group(1).replace(",", ""));
	}

	private Map<String, Long> counted(String file, String column) throws IOException {
		CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
		try (Reader reader = Files.newBufferedReader(this.directory.resolve(file))) {
			Map<String, Long> counts = new HashMap<>();
			for (CSVRecord row : format.parse(reader)) {
				counts.merge(row.get(column), 1L, Long::sum);
			}
			return counts;
		}
	}

	private JsonNode summary() throws IOException {
		return JsonMapper.shared().readTree(Files.readString(this.directory.resolve("summary.json")));
	}

}
