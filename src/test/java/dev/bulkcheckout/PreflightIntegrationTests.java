package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.cart.InspectionVerdict;
import dev.bulkcheckout.simulator.Behaviour;
import dev.bulkcheckout.simulator.ScenarioFile;
import dev.bulkcheckout.simulator.SeenRequest;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.simulator.Throttle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Carts are read before anything is bought.
 */
class PreflightIntegrationTests {

	private static final Map<InspectionVerdict, String> BEHAVIOURS = Map.of(InspectionVerdict.WOULD_GO, "fine",
			InspectionVerdict.EXPIRED, "400 code=800009 work=expired", InspectionVerdict.LINE_ERRORS,
			"400 code=800009 line-error=10018", InspectionVerdict.NOT_FOUND, "404 code=800008 work=gone",
			InspectionVerdict.ALREADY_ORDERED, "fine");

	private final Simulator partnerCenter = Simulator
		.start(SimulatorSettings.builder().recordedRequests(100_000).build());

	private final TestDatabase database = TestDatabase.migrated();

	private final Path directory;

	private final TestCli cli;

	/** What each cart of the file is in truth. */
	private final Map<String, InspectionVerdict> truth = new LinkedHashMap<>();

	PreflightIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
		this.cli = new TestCli(this.database.url()).asking(this.partnerCenter)
			.set("bulk-checkout.output", directory.resolve("output"))
			.set("bulk-checkout.polling.initial-delay", "10ms")
			.set("bulk-checkout.max-refused", "100%");
	}

	@AfterEach
	void close() {
		this.partnerCenter.close();
		this.database.close();
	}

	@Test
	void thePreflightSaysTheTruthOfEachCartAndBuysNothing() throws IOException {
		Path csv = aFileOf(10);
		long before = this.partnerCenter.counts().checkouts();
		TestCli.Ended preflight = this.cli.run("preflight", csv.toString());
		assertThat(preflight.exitCode()).as("%s", preflight).isEqualTo(3);
		assertThat(this.partnerCenter.counts().checkouts()).isEqualTo(before);
		assertThat(preflight.out()).contains("10 of 50 carts would go", "would go", "line errors",
				"error 10018, the base seats", "USD for those that would go");
		assertThat(verdicts()).isEqualTo(this.truth);
		try (var files = Files.list(this.directory.resolve("output"))) {
			assertThat(files.map((file) -> file.getFileName().toString())).containsExactlyInAnyOrder("preflight.csv",
					"rejected.csv", "report.html", "summary.json");
		}
		assertThat(this.cli.run("rerun", "1").err()).contains("run 1 was a preflight");
		assertThat(this.partnerCenter.counts().checkouts()).isEqualTo(before);
	}

	@Test
	void theAgreementIsLookedAtOnceForEachCustomerWhereItCanBe() throws IOException {
		String accepted = UUID.randomUUID().toString();
		String not = UUID.randomUUID().toString();
		Path csv = CartsCsv.write(this.directory.resolve("carts.csv"),
				"customer-id,cart-id\n" + rowsOf(accepted, 3) + rowsOf(not, 2));
		try (Simulator api = Simulator.start(ScenarioFile.parse("customer %s no-agreement\n".formatted(not),
				SimulatorSettings.builder().recordedRequests(1000).build()))) {
			TestCli appOnly = cli(api);
			TestCli.Ended preflight = appOnly.run("preflight", csv.toString());
			assertThat(preflight.exitCode()).as("%s", preflight).isZero();
			assertThat(preflight.out())
				.contains("agreements were not looked at: that takes App+User and the global cloud");
			assertThat(agreementsRead(api)).isZero();
			Path refresh = Files.writeString(this.directory.resolve("refresh"), "of-the-user");
			TestCli.Ended run = cli(api).set("partner-center.refresh-token-file", refresh)
				.run("run", csv.toString(), "--preflight");
			assertThat(run.exitCode()).as("%s", run).isEqualTo(3);
			assertThat(run.out()).contains("have the customer accept the Microsoft Customer Agreement")
				.doesNotContain("not looked at");
			assertThat(agreementsRead(api)).isEqualTo(2);
			assertThat(api.counts().orderedCarts()).isEqualTo(3);
			assertThat(this.database.jdbc()
				.sql("select outcome from cart where customer_id = ? and run_id = 2")
				.param(not)
				.query(String.class)
				.list()).containsOnly("REFUSED");
		}
	}

	private TestCli cli(Simulator api) {
		return new TestCli(this.database.url()).asking(api)
			.set("bulk-checkout.output", this.directory.resolve("output"))
			.set("bulk-checkout.reconcile-for", "0s")
			.set("bulk-checkout.max-refused", "100%");
	}

	private static String rowsOf(String customer, int carts) {
		return IntStream.range(0, carts)
			.mapToObj((i) -> "%s,%s\n".formatted(customer, UUID.randomUUID()))
			.collect(Collectors.joining());
	}

	private static long agreementsRead(Simulator api) {
		return api.requests().stream().filter((request) -> request.path().endsWith("/agreements")).count();
	}

	@Test
	void aRunWithPreflightBuysWhatPassesAtOneReadACart() throws IOException {
		assertBuysExactlyWhatPasses(8);
	}

	@Test
	@Tag("long")
	void aRunOf5000CartsWithPreflightBuysWhatPasses() throws IOException {
		assertBuysExactlyWhatPasses(1000);
	}

	@Test
	void allThatWouldGoIsExitCodeZero() {
		Path csv = CartsCsv.write(this.directory.resolve("carts.csv"), CartsCsv.FINE, 5);
		TestCli.Ended preflight = this.cli.run("preflight", csv.toString());
		assertThat(preflight.exitCode()).as("%s", preflight).isZero();
		assertThat(preflight.out()).contains("Every cart would go", "'bulk-checkout run carts.csv --preflight'");
		assertThat(this.cli.run("preflight", csv.toString()).err()).contains("this is run 2");
	}

	@Test
	void theMostUrgentAreBoughtFirst() throws IOException {
		List<String> carts = new ArrayList<>();
		for (int i = 0; i < 60; i++) {
			String cart = UUID.randomUUID().toString();
			this.partnerCenter.behave(cart, Behaviour.parse("fine expires=" + (60 - i) + "h"));
			carts.add(cart);
		}
		// of one customer: others would take turns
		Path csv = Files.writeString(this.directory.resolve("urgent.csv"),
				carts.stream()
					.map("11111111-1111-4222-8333-444444444444,%s\n"::formatted)
					.collect(Collectors.joining()));
		TestCli.Ended run = this.cli.set("bulk-checkout.concurrency", 1).run("run", csv.toString(), "--preflight");
		assertThat(run.exitCode()).as("%s", run).isZero();
		List<String> asked = this.partnerCenter.requests()
			.stream()
			.filter(SeenRequest::isCheckout)
			.map((request) -> request.path().replaceAll(".*/carts/([^/]*)/.*", "$1"))
			.toList();
		assertThat(asked).containsExactlyInAnyOrderElementsOf(carts);
		// 22 are in the window, and take their turns in it: in the mean it is 40 later
		assertThat(turn(asked, carts.subList(0, 20)) - turn(asked, carts.subList(40, 60))).isGreaterThan(25);
	}

	/** The turn that some carts had in the mean. */
	private static double turn(List<String> asked, List<String> carts) {
		return carts.stream().mapToInt(asked::indexOf).average().orElseThrow();
	}

	@Test
	void aCartThatExpiresSoonIsBoughtBeforeTheOthersAreRead() throws IOException {
		List<String> carts = new ArrayList<>();
		for (int i = 0; i < 150; i++) {
			String cart = UUID.randomUUID().toString();
			this.partnerCenter.behave(cart, Behaviour.parse((i == 5) ? "fine expires=30m" : "fine"));
			carts.add(cart);
		}
		TestCli.Ended run = this.cli.set("bulk-checkout.concurrency", 8)
			.run("run", file(carts).toString(), "--preflight");
		assertThat(run.exitCode()).as("%s", run).isZero();
		List<SeenRequest> asked = this.partnerCenter.requests();
		long bought = asked.stream()
			.filter((request) -> request.isCheckout() && request.path().contains(carts.get(5)))
			.findFirst()
			.orElseThrow()
			.arrivedAtNanos();
		assertThat(asked).filteredOn((request) -> request.path().contains("/carts/") && !request.isCheckout())
			.anyMatch((read) -> read.arrivedAtNanos() > bought);
		assertThat(asked).filteredOn((request) -> request.isCheckout() && request.arrivedAtNanos() < bought).isEmpty();
	}

	@Test
	@Tag("long")
	void whatExpiresInMinutesIsBoughtUnderAThrottleThatNeedsMinutesToReadAll() throws IOException {
		this.partnerCenter.throttle(Throttle.parse("20 burst=1s"));
		Map<String, Long> secondsToLive = new LinkedHashMap<>();
		List<String> carts = new ArrayList<>();
		for (int i = 0; i < 3000; i++) {
			String cart = UUID.randomUUID().toString();
			if (i % 100 < 3) {
				long seconds = List.of(60L, 120L, 1800L).get(i % 100);
				secondsToLive.put(cart, seconds);
				this.partnerCenter.behave(cart, Behaviour.parse("fine expires=" + seconds + "s"));
			}
			carts.add(cart);
		}
		TestCli.Ended run = this.cli.set("bulk-checkout.reconcile-for", "0s")
			.run("run", file(carts).toString(), "--preflight");
		assertThat(run.exitCode()).as("%s", run).isIn(0, 3);
		Map<String, Long> outcomes = new TreeMap<>();
		// what was read a few seconds before it expired could be bought in time
		this.database.jdbc()
			.sql("""
					select cart_id, outcome, inspected_at < expires_at - interval '8 seconds' as in_time
					  from cart join cart_inspection using (run_id, line) where expires_at < inspected_at + interval '1 day'""")
			.query((row) -> {
				String what = secondsToLive.get(row.getString("cart_id")) + " s, read "
						+ (row.getBoolean("in_time") ? "in time: " : "late: ") + row.getString("outcome");
				outcomes.merge(what, 1L, Long::sum);
			});
		System.out.println(outcomes);
		assertThat(outcomes.keySet()).noneMatch((what) -> what.contains("in time: REFUSED"))
			.contains("60 s, read in time: ORDERED", "120 s, read in time: ORDERED", "1800 s, read in time: ORDERED");
		assertThat(outcomes).containsEntry("1800 s, read in time: ORDERED", 30L);
	}

	private void assertBuysExactlyWhatPasses(int each) throws IOException {
		Path csv = aFileOf(each);
		long before = this.partnerCenter.counts().checkouts();
		long calls = this.partnerCenter.counts().calls();
		TestCli.Ended run = this.cli.set("bulk-checkout.reconcile-for", "0s").run("run", csv.toString(), "--preflight");
		assertThat(run.exitCode()).as("%s", run).isEqualTo(3);
		assertThat(this.partnerCenter.counts().checkouts() - before).isEqualTo(each);
		assertThat(verdicts()).isEqualTo(this.truth);
		assertThat(this.partnerCenter.requests()
			.stream()
			.filter((request) -> request.path().contains("/carts/"))
			.filter((request) -> !request.isCheckout())
			.count()).isEqualTo(this.truth.size());
		assertThat(this.partnerCenter.counts().calls() - calls).isGreaterThan(each);
		Map<String, Long> outcomes = new TreeMap<>();
		this.database.jdbc()
			.sql("select coalesce(outcome, 'open') || ' ' || coalesce(error_code, '') || ' ' || attempts as what, count(*) as n from cart group by 1")
			.query((row) -> {
				outcomes.put(row.getString("what"), row.getLong("n"));
			});
		assertThat(outcomes).isEqualTo(new TreeMap<>(Map.of("ORDERED  1", (long) each, "REFUSED EXPIRED 0", (long) each,
				"REFUSED LINE_ERRORS 0", (long) each, "REFUSED NOT_FOUND 0", (long) each,
				"ALREADY_ORDERED ALREADY_ORDERED 0", (long) each)));
	}

	private Path aFileOf(int each) throws IOException {
		List<String> bought = new ArrayList<>();
		for (int i = 0; i < each; i++) {
			BEHAVIOURS.forEach((verdict, behaviour) -> {
				String cart = UUID.randomUUID().toString();
				this.partnerCenter.behave(cart, Behaviour.parse(behaviour));
				this.truth.put(cart, verdict);
				if (verdict == InspectionVerdict.ALREADY_ORDERED) {
					bought.add(cart);
				}
			});
		}
		TestDatabase elsewhere = TestDatabase.migrated();
		try (elsewhere) {
			TestCli.Ended former = new TestCli(elsewhere.url()).asking(this.partnerCenter)
				.set("bulk-checkout.output", this.directory.resolve("elsewhere"))
				.set("bulk-checkout.reconcile-for", "0s")
				.run("run", file(bought).toString());
			assertThat(former.err()).contains("this is run 1");
		}
		return file(List.copyOf(this.truth.keySet()));
	}

	private Path file(List<String> carts) throws IOException {
		Path file = this.directory.resolve("carts-" + carts.size() + ".csv");
		List<String> lines = new ArrayList<>();
		for (String cart : carts) {
			lines.add("%08d-1111-4222-8333-444444444444,%s".formatted(Math.floorMod(cart.hashCode(), 20), cart));
		}
		return Files.writeString(file, lines.stream().collect(Collectors.joining("\n", "customer-id,cart-id\n", "\n")));
	}

	private Map<String, InspectionVerdict> verdicts() {
		Map<String, InspectionVerdict> verdicts = new LinkedHashMap<>();
		this.database.jdbc()
			.sql("select cart_id, verdict from cart_inspection join cart using (run_id, line) order by line")
			.query((row) -> {
				verdicts.put(row.getString("cart_id"), InspectionVerdict.valueOf(row.getString("verdict")));
			});
		return verdicts;
	}

}
