package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.simulator.Behaviour;
import dev.bulkcheckout.simulator.Simulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run that is planned buys once somebody has approved it, and then what was planned.
 */
class PlanIntegrationTests {

	private final Simulator partnerCenter = Simulator.start();

	private final TestDatabase database = TestDatabase.migrated();

	private final Path directory;

	private final TestCli cli;

	PlanIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
		this.cli = new TestCli(this.database.url()).asking(this.partnerCenter)
			.set("bulk-checkout.output", directory.resolve("output"))
			.set("bulk-checkout.polling.initial-delay", "10ms");
	}

	@AfterEach
	void close() {
		this.partnerCenter.close();
		this.database.close();
	}

	@Test
	void cartsThatChangedSinceThePlanAreHeldBackAndTheOthersBought() throws IOException {
		String csv = aFileOf(10, 3).toString();
		TestCli.Ended plan = this.cli.run("run", csv, "--plan", "--max-spend", "2000:USD");
		assertThat(plan.exitCode()).as("%s", plan).isZero();
		assertThat(plan.out()).contains("Every cart would go", "'bulk-checkout approve 1'",
				"as far as --max-spend 2000:USD", "123.40 USD for those that would go");
		assertThat(this.directory.resolve("output/preflight.csv")).exists();
		for (String[] waiting : List.of(new String[] { "run", csv, "--plan" }, new String[] { "run", csv },
				new String[] { "restart", "1" })) {
			assertThat(this.cli.run(waiting).out()).contains("'bulk-checkout approve 1'");
		}
		assertThat(this.cli.run("runs").out()).contains("nothing is bought before 'bulk-checkout approve 1'");
		assertThat(this.partnerCenter.counts().checkouts()).as("bought before it was approved").isZero();

		TestCli.Ended approved = this.cli.run("approve", "1");
		assertThat(approved.exitCode()).as("%s", approved).isEqualTo(3);
		assertThat(outcomes()).isEqualTo(Map.of("ORDERED ", 7L, "NOT_ATTEMPTED CHANGED", 3L));
		assertThat(this.partnerCenter.counts().checkouts()).isEqualTo(7);
		assertThat(approved.out()).contains("its price was 12.34 USD and is 24.68 USD", "1 lines with a quantity of 1",
				"it was last changed at");
		assertThat(approved.out()).contains("3 carts not attempted: see why, then look what a rerun would take");
		assertThat(this.directory.resolve("output/needs-attention.csv")).content().hasLineCount(4);
		assertThat(this.cli.run("approve", "1").err()).contains("run 1 was approved before by");
		assertThat(this.database.jdbc()
			.sql("select says from run_event where kind = 'APPROVED'")
			.query(String.class)
			.single()).isEqualTo("approved by " + System.getProperty("user.name"));
	}

	@Test
	void aRunThatWasNotPlannedIsNotApproved() throws IOException {
		this.cli.run("run", aFileOf(1, 0).toString());
		TestCli.Ended approved = this.cli.run("approve", "1");
		assertThat(approved.exitCode()).isEqualTo(2);
		assertThat(approved.err()).contains("run 1 waits for no approval");
	}

	private Path aFileOf(int carts, int changing) throws IOException {
		List<String> rows = new ArrayList<>();
		for (int i = 0; i < carts; i++) {
			String cart = UUID.randomUUID().toString();
			this.partnerCenter.behave(cart, Behaviour.parse((i < changing) ? "fine changes-after=1" : "fine"));
			rows.add("%08d-1111-4222-8333-444444444444,%s\n".formatted(i % 3, cart));
		}
		return Files.writeString(this.directory.resolve("carts.csv"),
				rows.stream().collect(Collectors.joining("", "customer-id,cart-id\n", "")));
	}

	private Map<String, Long> outcomes() {
		return this.database.jdbc()
			.sql("select outcome || ' ' || coalesce(error_code, ''), count(*) from cart group by 1")
			.query((row, number) -> Map.entry(row.getString(1), row.getLong(2)))
			.list()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

}
