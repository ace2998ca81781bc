package dev.bulkcheckout.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The place of a measurement: a PostgreSQL server with fsync, a simulator in a process of
 * its own, and the program as an operator starts it.
 */
final class Bench implements AutoCloseable {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private final Path directory;

	private final Path program;

	private final EmbeddedPostgres postgres;

	private int databases;

	Bench(Path directory, Path program) throws IOException {
		this.directory = Files.createDirectories(directory).toAbsolutePath();
		this.program = program.toAbsolutePath();
		this.postgres = EmbeddedPostgres.builder()
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("shared_buffers", "256MB")
			.setServerConfig("max_wal_size", "4GB")
			.start();
	}

	Path directory() {
		return this.directory;
	}

	/** A CSV of fine carts of two hundred customers. */
	Path carts(int count) throws IOException {
		return carts(count, "0000");
	}

	/**
	 * A CSV of carts of two hundred customers.
	 * @param kind what they do, as the simulator reads it from their ids
	 */
	Path carts(int count, String kind) throws IOException {
		Path csv = this.directory.resolve("carts-" + kind + "-" + count + ".csv");
		if (!Files.exists(csv)) {
			try (var out = Files.newBufferedWriter(csv)) {
				out.write("customer-id,cart-id\n");
				for (int i = 0; i < count; i++) {
					out.write("c0000000-0000-4000-8000-%012d,00000000-0000-0000-%s-%012d%n".formatted(i % 200, kind, i));
				}
			}
		}
		return csv;
	}

	/**
	 * Starts a simulator.
	 * @param scenario lines of its scenario file
	 */
	Simulated simulator(String... scenario) throws IOException, InterruptedException {
		Path file = Files.write(Files.createTempFile(this.directory, "scenario", ".txt"), List.of(scenario));
		Child child = Child.start(this.directory, Map.of("BULK_CHECKOUT_JAVA_OPTS", "-Xmx1g"),
				List.of(this.program.toString(), "simulator", "--port", "0", "--scenario", file.toString()));
		Pattern address = Pattern.compile("PARTNER_CENTER_BASE_URL=(\\S+)");
		while (true) {
			Matcher found = address.matcher(child.said());
			if (found.find()) {
				return new Simulated(child, URI.create(found.group(1)));
			}
			if (!child.isAlive()) {
				throw new IllegalStateException("the simulator did not start:\n" + child.said());
			}
			Thread.sleep(20);
		}
	}

	/** Makes an empty database. */
	Ledger ledger() {
		String name = "bench_" + ++this.databases;
		JdbcClient server = JdbcClient.create(this.postgres.getPostgresDatabase());
		server.sql("create database " + name).update();
		server.sql("alter database " + name + " set search_path = bulk_checkout, public").update();
		return new Ledger(this.postgres.getJdbcUrl("postgres", name),
				JdbcClient.create(this.postgres.getDatabase("postgres", name)));
	}

	int port() {
		return this.postgres.getPort();
	}

	/**
	 * Starts the program.
	 * @param ledger null for the embedded one
	 */
	Child program(@Nullable Ledger ledger, Simulated simulator, Map<String, String> settings, String... arguments)
			throws IOException {
		Map<String, String> environment = new LinkedHashMap<>();
		if (ledger != null) {
			environment.put("SPRING_DATASOURCE_URL", ledger.url());
			environment.put("SPRING_DATASOURCE_USERNAME", "postgres");
		}
		environment.put("PARTNER_CENTER_BASE_URL", simulator.address().toString());
		environment.put("PARTNER_CENTER_AUTHORITY", simulator.address().toString());
		environment.put("PARTNER_CENTER_TENANT_ID", "bench.example");
		environment.put("PARTNER_CENTER_CLIENT_ID", "bench");
		environment.put("PARTNER_CENTER_CLIENT_SECRET", "bench");
		environment.putAll(settings);
		List<String> command = new ArrayList<>(List.of(this.program.toString()));
		command.addAll(List.of(arguments));
		return Child.start(Files.createTempDirectory(this.directory, "run"), environment, command);
	}

	/**
	 * Starts the bare loop.
	 * @param options of its JVM
	 */
	Child bareLoop(Simulated simulator, Path csv, int inFlight, List<String> options)
			throws IOException, InterruptedException {
		String classPath = Stream.of(Objects.requireNonNull(System.getProperty("java.class.path")).split(":", -1))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(":"));
		List<String> command = new ArrayList<>();
		command.add(Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", classPath, BareLoop.class.getName(), simulator.address().toString(),
				csv.toString(), "" + inFlight, simulator.token()));
		return Child.start(this.directory, Map.of(), command);
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

	/**
	 * A simulator in a process of its own.
	 *
	 * @param child the process
	 * @param address where it answers
	 */
	record Simulated(Child child, URI address) implements AutoCloseable {

		private static final Pattern COUNT = Pattern.compile("\"(\\w+)\":(\\d+)");

		Map<String, Long> counts() throws IOException, InterruptedException {
			Map<String, Long> counts = new LinkedHashMap<>();
			COUNT.matcher(send(HttpRequest.newBuilder(this.address.resolve("/simulator/counts"))))
				.results()
				.forEach((count) -> counts.put(count.group(1), Long.valueOf(count.group(2))));
			return counts;
		}

		long checkouts() throws IOException, InterruptedException {
			return Objects.requireNonNull(counts().get("checkouts"));
		}

		void reset() throws IOException, InterruptedException {
			send(HttpRequest.newBuilder(this.address.resolve("/simulator/reset"))
				.POST(HttpRequest.BodyPublishers.noBody()));
		}

		String token() throws IOException, InterruptedException {
			String answer = send(HttpRequest.newBuilder(this.address.resolve("/bench.example/oauth2/v2.0/token"))
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id=bench"
						+ "&client_secret=bench&scope=https%3A%2F%2Fapi.partnercenter.microsoft.com%2F.default")));
			Matcher token = Pattern.compile("\"access_token\":\"([^\"]+)\"").matcher(answer);
			if (!token.find()) {
				throw new IllegalStateException(answer);
			}
			return token.group(1);
		}

		private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
			return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
		}

		@Override
		public void close() {
			this.child.close();
		}

	}

	/**
	 * A database of its own.
	 *
	 * @param url for the program
	 * @param jdbc for questions
	 */
	record Ledger(String url, JdbcClient jdbc) {

		/** Asks for one number. */
		double number(String sql) {
			return this.jdbc.sql(sql).query(Double.class).single();
		}

		long commits() {
			return this.jdbc.sql("select xact_commit from pg_stat_database where datname = current_database()")
				.query(Long.class)
				.single();
		}

	}

}
