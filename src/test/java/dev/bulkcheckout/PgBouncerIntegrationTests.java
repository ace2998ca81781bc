package dev.bulkcheckout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bulkcheckout.simulator.Simulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PgBouncer in transaction mode, which gives each transaction another session, in turn.
 * Skipped where there is none (Debian: the package {@code pgbouncer}).
 */
@Execution(ExecutionMode.CONCURRENT)
class PgBouncerIntegrationTests {

	private static final int CARTS = 300;

	private final Simulator partnerCenter = Simulator.start();

	private final TestDatabase database = TestDatabase.empty();

	private final Path directory;

	private @Nullable Process pooler;

	private int port;

	PgBouncerIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@BeforeEach
	void poolerIsThere() {
		Assumptions.assumeTrue(program().isPresent(), "there is no pgbouncer");
	}

	@AfterEach
	void close() {
		if (this.pooler != null) {
			this.pooler.destroy();
			this.pooler.onExit().join();
		}
		this.partnerCenter.close();
		this.database.close();
	}

	@Test
	void aRunWorksThroughItWhereTheRoleFindsTheSchema() throws Exception {
		this.database.jdbc().sql("alter database " + name() + " set search_path = bulk_checkout").update();
		start("extra_float_digits");
		Program program = throughPooler();
		Program.Child check = program.run("check");
		assertThat(check.exitCode()).as("%s", check).isZero();
		assertThat(check.out()).contains("schema bulk_checkout");
		Program.Child run = program.run("run", program.carts(CARTS).toString(), "--concurrency", "16");
		assertThat(run.exitCode()).as("%s", run).isZero();
		Truth.assertToldBy(this.database.jdbc(), this.partnerCenter, CARTS);
		assertThat(program.run("report", "1").exitCode()).isZero();
		assertThat(this.database.jdbc()
			.sql("select count(*) from pg_stat_activity where datname = current_database() and application_name = ?")
			.param("bulk-checkout")
			.query(Long.class)
			.single()).as("sessions of the pooler, not of the program").isLessThanOrEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "extra_float_digits", "extra_float_digits,search_path" })
	void aPoolerThatRefusesOrIgnoresTheSearchPathIsToldOf(String ignored) throws Exception {
		start(ignored);
		Program program = throughPooler();
		Program.Child run = program.run("run", program.carts(1).toString());
		assertThat(run.exitCode()).as("%s", run).isEqualTo(2);
		assertThat(run.err()).contains("cannot be led to the schema bulk_checkout", "PgBouncer in transaction mode",
				"'alter role postgres set search_path = bulk_checkout'");
		assertThat(this.partnerCenter.counts().checkouts()).isZero();
		Program.Child check = program.run("check");
		assertThat(check.exitCode()).as("%s", check).isEqualTo(2);
		assertThat(check.out()).contains("WRONG    database").contains("cannot be led to the schema");
	}

	private Program throughPooler() {
		return new Program(this.directory,
				"jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(this.port, name()), this.partnerCenter)
			.set("BULK_CHECKOUT_POLLING_INITIAL_DELAY", "100ms");
	}

	private String name() {
		return this.database.jdbc().sql("select current_database()").query(String.class).single();
	}

	private static Stream<Path> candidates() {
		return Stream.concat(Stream.of(System.getenv("PATH").split(":", -1)), Stream.of("/usr/sbin"))
			.map((directory) -> Path.of(directory, "pgbouncer"));
	}

	private static java.util.Optional<Path> program() {
		return candidates().filter(Files::isExecutable).findFirst();
	}

	private void start(String ignored) throws IOException {
		try (ServerSocket free = new ServerSocket(0)) {
			this.port = free.getLocalPort();
		}
		int server = URI.create(this.database.url().substring("jdbc:".length())).getPort();
		Path users = Files.writeString(this.directory.resolve("users.txt"), "\"postgres\" \"\"\n");
		Path settings = Files.writeString(this.directory.resolve("pgbouncer.ini"), """
				[databases]
				* = host=localhost port=%d
				[pgbouncer]
				listen_addr = 127.0.0.1
				listen_port = %d
				unix_socket_dir =
				auth_type = trust
				auth_file = %s
				pool_mode = transaction
				default_pool_size = 4
				server_round_robin = 1
				ignore_startup_parameters = %s
				""".formatted(server, this.port, users, ignored));
		List<String> command = new ArrayList<>(List.of(program().orElseThrow().toString(), settings.toString()));
		if ("root".equals(System.getProperty("user.name"))) {
			// it refuses to be root
			command.addAll(1, List.of("-u", "nobody"));
			this.directory.toFile().setExecutable(true, false);
			this.directory.toFile().setReadable(true, false);
		}
		this.pooler = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("pgbouncer.log").toFile())
			.start();
		Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
			new Socket(InetAddress.getLoopbackAddress(), this.port).close();
			return true;
		});
	}

}
