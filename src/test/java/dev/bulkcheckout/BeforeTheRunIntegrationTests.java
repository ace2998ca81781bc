package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatedTokenFault;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What keeps a launch from asking leaves the ledger as it was.
 */
class BeforeTheRunIntegrationTests {

	private static final String CUSTOMER = "2b7e1516-28ae-4d2a-8bf7-158809cf4f3c";

	private static final String FINE = "00000000-0000-0000-0000-000000000001";

	private static final String REFUSED = "40000000-0080-0009-0000-000000000002";

	private final TestDatabase database = TestDatabase.migrated();

	private final Simulator partnerCenter = Simulator.start();

	private final Path directory;

	BeforeTheRunIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@AfterEach
	void close() {
		this.partnerCenter.close();
		this.database.close();
	}

	static Stream<Map<String, String>> settingsThatCannotWork() {
		return Stream.of(Map.of("partner-center.tenant-id", ""), Map.of("partner-center.client-secret", ""),
				Map.of("partner-center.client-secret", "", "partner-center.client-certificate", "/nowhere.p12"),
				Map.of("partner-center.base-url", "http://api.example.com"), Map.of("partner-center.cloud", "moon"),
				Map.of("partner-center.read-timeout", "soon"));
	}

	@ParameterizedTest
	@MethodSource("settingsThatCannotWork")
	void settingsThatCannotWorkLeaveNoRun(Map<String, String> settings) throws IOException {
		TestCli line = program();
		settings.forEach(line::set);
		assertNothingWasEntered(line, line.run("run", carts(FINE)));
		assertThat(this.partnerCenter.counts().tokenRequests()).isZero();
	}

	@Test
	void aTokenThatIsRefusedLeavesNoRun() throws IOException {
		this.partnerCenter.tokensMisbehave(SimulatedTokenFault.INVALID_CLIENT, 0);
		TestCli.Ended run = program().run("run", carts(FINE));
		assertThat(run.err()).contains("invalid_client", "no cart was asked");
		assertNothingWasEntered(program(), run);
	}

	@Test
	void aStoppedRunKeepsItsReasonWhenARestartCannotAsk() throws IOException {
		String csv = carts(REFUSED, FINE);
		assertThat(program().run("run", csv, "--max-refused", "0", "--concurrency", "1").exitCode()).isEqualTo(5);
		String before = program().run("show", "1").out();
		assertThat(before).contains("stopped", "refused");
		this.partnerCenter.tokensMisbehave(SimulatedTokenFault.INVALID_CLIENT, 0);
		assertThat(program().run("restart").exitCode()).isEqualTo(2);
		assertThat(program().run("run", csv).exitCode()).isEqualTo(2);
		assertThat(program().run("rerun", "1").exitCode()).isEqualTo(2);
		assertThat(program().run("reconcile", "1").exitCode()).isEqualTo(2);
		assertThat(program().run("show", "1").out()).isEqualTo(before);
		assertThat(program().run("runs").out()).doesNotContain("\n2 ");
	}

	@Test
	void aStopOfTheLastTimeDoesNotStopTheNext() throws IOException {
		String csv = carts(REFUSED, FINE);
		assertThat(program().run("run", csv, "--max-refused", "0", "--concurrency", "1").exitCode()).isEqualTo(5);
		this.database.jdbc().sql("update run set stop_requested_at = now()").update();
		TestCli.Ended restart = program().run("restart");
		assertThat(restart.err()).doesNotContain("'bulk-checkout stop' asked for it");
		this.database.jdbc().sql("update run set stop_requested_at = now()").update();
		TestCli.Ended reconcile = program().run("reconcile", "1");
		assertThat(reconcile.exitCode()).as(reconcile.err()).isNotEqualTo(5);
	}

	@Test
	void aRunThatIsCompleteNeedsNoSettingsToSaySo() throws IOException {
		String csv = carts(FINE);
		assertThat(program().run("run", csv).exitCode()).isZero();
		TestCli poor = new TestCli(this.database.url());
		TestCli.Ended again = poor.run("run", csv);
		assertThat(again.exitCode()).as(again.err()).isZero();
		assertThat(again.err()).contains("is complete: nothing was asked");
		assertThat(poor.run("restart", "1").exitCode()).isZero();
		assertThat(poor.run("reconcile").exitCode()).isZero();
	}

	private TestCli program() {
		return new TestCli(this.database.url()).asking(this.partnerCenter)
			.set("bulk-checkout.polling.initial-delay", "100ms")
			.set("bulk-checkout.output", this.directory.resolve("output"));
	}

	private String carts(String... ids) throws IOException {
		StringBuilder csv = new StringBuilder("customer-id,cart-id\n");
		for (String id : ids) {
			csv.append(CUSTOMER).append(',').append(id).append('\n');
		}
		return Files.writeString(this.directory.resolve("carts.csv"), csv).toString();
	}

	private void assertNothingWasEntered(TestCli line, TestCli.Ended run) {
		assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
		assertThat(this.partnerCenter.counts().calls()).isZero();
		for (String table : new String[] { "run", "cart", "batch_job_instance" }) {
			assertThat(this.database.jdbc().sql("select count(*) from " + table).query(Long.class).single()).as(table)
				.isZero();
		}
		TestCli.Ended restart = line.run("restart");
		assertThat(restart.exitCode()).as(restart.err()).isZero();
		assertThat(restart.err()).contains("no run is waiting");
	}

}
