package dev.bulkcheckout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import dev.bulkcheckout.simulator.Behaviour;
import dev.bulkcheckout.simulator.CartTruth;
import dev.bulkcheckout.simulator.Simulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cart that was bought by a process that died, or in another run, is never taken for
 * refused because it is refused now.
 */
@Execution(ExecutionMode.CONCURRENT)
class AskedBeforeIntegrationTests {

	private static final Behaviour REFUSED = Behaviour.parse("404 code=800008");

	private final Simulator simulator = Simulator.start();

	private final TestDatabase database = TestDatabase.empty();

	private final Path directory;

	AskedBeforeIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@AfterEach
	void close() {
		this.simulator.close();
		this.database.close();
	}

	@Test
	void cartsThatWereInFlightAtAKillAreLookedAtBeforeARefusalIsBelieved() throws Exception {
		List<String> carts = carts(300);
		String dying = CrashingSockets.in(this.database.url(), "update cart\n   set outcome", 1);
		assertThat(program(dying).run("run", "carts.csv").exitCode()).isEqualTo(137);
		long bought = this.simulator.counts().orderedCarts();
		assertThat(bought).isPositive();
		carts.forEach((cart) -> this.simulator.behave(cart, REFUSED));
		// dies a second time, when all that was bought was asked for again
		dying = CrashingSockets.in(this.database.url(), "update cart\n   set outcome", 1);
		assertThat(program(dying).run("restart").exitCode()).isEqualTo(137);
		Program.Child restarted = program(this.database.url()).run("restart");
		assertThat(restarted.exitCode()).as("%s", restarted).isEqualTo(3);
		assertThat(outcomes()).isEqualTo(List.of("ORDERED " + bought, "REFUSED " + (300 - bought)));
		assertThat(this.database.jdbc().sql("select order_id from cart_order order by 1").query(String.class).list())
			.isEqualTo(this.simulator.truth()
				.flatMap((cart) -> cart.orders().stream())
				.map(CartTruth.OrderTruth::orderId)
				.sorted()
				.toList());
	}

	@Test
	@Tag("long")
	void urgentCartsThatWereBoughtWhileTheyWereReadHaveTheirOrdersAfterAKill() throws Exception {
		List<String> carts = carts(40);
		carts.forEach((cart) -> this.simulator.behave(cart, Behaviour.parse("fine expires=1h")));
		String dying = CrashingSockets.in(this.database.url(), "insert into cart_inspection", 1);
		assertThat(program(dying).set("BULK_CHECKOUT_PREFLIGHT", "true").run("run", "carts.csv").exitCode())
			.isEqualTo(137);
		assertThat(this.simulator.counts().orderedCarts()).isPositive();
		Program.Child restarted = program(this.database.url()).run("restart");
		assertThat(restarted.exitCode()).as("%s", restarted).isZero();
		Truth.assertToldBy(this.database.jdbc(), this.simulator, 40);
	}

	@Test
	void rerunOfUnknownCartsLooksAtThemBeforeARefusalIsBelieved() throws Exception {
		List<String> carts = carts(3);
		carts.forEach((cart) -> this.simulator.behave(cart, Behaviour.parse("500 work=gone")));
		assertThat(program(this.database.url()).run("run", "carts.csv").exitCode()).isEqualTo(3);
		assertThat(outcomes()).isEqualTo(List.of("UNKNOWN 3"));
		// what was asked for in the first run has arrived after all
		carts.forEach((cart) -> this.simulator.behave(cart, REFUSED.with("work=done")));
		Program.Child rerun = program(this.database.url()).run("rerun", "1");
		assertThat(rerun.exitCode()).as("%s", rerun).isZero();
		assertThat(outcomes()).isEqualTo(List.of("ORDERED 3", "UNKNOWN 3"));
	}

	private Program program(String url) {
		return new Program(this.directory, url, this.simulator).set("BULK_CHECKOUT_CONCURRENCY", "16")
			.set("BULK_CHECKOUT_MAX_REFUSED", "100%")
			.set("BULK_CHECKOUT_POLLING_INITIAL_DELAY", "200ms")
			.set("BULK_CHECKOUT_RETRY_FIRST_PAUSE", "50ms")
			.set("BULK_CHECKOUT_RETRY_LONGEST_PAUSE", "100ms");
	}

	private List<String> carts(int number) throws IOException {
		List<String> carts = Stream.generate(() -> UUID.randomUUID().toString()).limit(number).toList();
		Files.writeString(this.directory.resolve("carts.csv"),
				carts.stream()
					.map((cart) -> UUID.nameUUIDFromBytes(cart.getBytes(StandardCharsets.UTF_8)) + "," + cart)
					.collect(Collectors.joining("\n")));
		return carts;
	}

	private List<String> outcomes() {
		return this.database.jdbc()
			.sql("select coalesce(outcome, 'OPEN') || ' ' || count(*) from cart group by outcome order by 1")
			.query(String.class)
			.list();
	}

}
