package dev.bulkcheckout.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.context.ConfigurableApplicationContext;

import dev.bulkcheckout.Await;
import dev.bulkcheckout.PageFixture;
import dev.bulkcheckout.SignedIn;
import dev.bulkcheckout.TestCli;
import dev.bulkcheckout.TestDatabase;
import dev.bulkcheckout.serve.JobScheduler;
import dev.bulkcheckout.serve.ServedLedger;
import dev.bulkcheckout.settings.JobFolder;
import dev.bulkcheckout.settings.ServeProperties;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

/**
 * {@code serve --page} with one job, {@code nightly}, in this JVM, and what it asks.
 */
final class ServedPage implements AutoCloseable {

	final Simulator simulator = Simulator.start(SimulatorSettings.builder()
		.latency(Latency.fixed(Duration.ofMillis(20)))
		.provisioning(Latency.fixed(Duration.ZERO))
		.build());

	final TestDatabase database;

	final List<String> said = new CopyOnWriteArrayList<>();

	final TestCli cli;

	final Path inbox;

	private final ConfigurableApplicationContext ledger;

	private final JobScheduler scheduler;

	private final ConfigurableApplicationContext page;

	private final SignedIn operator;

	private final HttpClient http = HttpClient.newHttpClient();

	ServedPage(Path directory) throws IOException {
		this(directory, Map.of());
	}

	/**
	 * The same with other settings.
	 */
	ServedPage(Path directory, Map<String, ?> settings) throws IOException {
		this(directory, TestDatabase.migrated(), "nightly", "olga", settings);
	}

	/**
	 * The same on a ledger that is there.
	 * @param job what the job is called
	 * @param operator what the operator is called
	 */
	ServedPage(Path directory, TestDatabase database, String job, String operator, Map<String, ?> settings)
			throws IOException {
		this.database = database;
		this.inbox = directory.resolve("inbox");
		Files.createDirectories(directory.resolve("jobs"));
		Files.writeString(directory.resolve("jobs/" + job + ".yaml"),
				"bulk-checkout.schedule.inbox: " + this.inbox + "\n");
		this.cli = new TestCli(this.database.url()).asking(this.simulator)
			.set("bulk-checkout.polling.initial-delay", "100ms")
			.set("bulk-checkout.lease-life", "2s")
			.set("bulk-checkout.max-refused", "100%")
			.set("bulk-checkout.page.enabled", true)
			.set("bulk-checkout.page.port", 0)
			.set("bulk-checkout.page.users-file", users(directory.resolve("users"), operator))
			.set("bulk-checkout.page.largest-upload", "200KB");
		settings.forEach(this.cli::set);
		this.ledger = this.cli.application().ledger(Map.of(), null, this.said::add);
		JobFolder jobs = JobFolder.open(directory.resolve("jobs"), this.ledger.getEnvironment(), JobScheduler::check,
				this.said::add);
		this.scheduler = new JobScheduler(jobs,
				new ServeProperties(Path.of("jobs"), 4, Duration.ofMillis(100), Duration.ZERO),
				this.ledger.getBean(ServedLedger.class), new ServedLaunch(this.cli.application(), this.said::add),
				new ServedAction(this.cli.application(), this.said::add), InstantSource.system(), "test");
		this.page = this.cli.application().page(this.ledger, this.scheduler);
		this.scheduler.start();
		this.operator = signIn(operator);
	}

	private static Path users(Path file, String operator) throws IOException {
		Files.writeString(file, PageFixture.line(operator, "operator") + PageFixture.line("vera", "viewer"));
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
		return file;
	}

	private SignedIn signIn(String operator) throws IOException {
		try {
			return SignedIn.as(operator, at("/"));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A request of olga, who may act.
	 */
	HttpRequest.Builder operator(String path) {
		return this.operator.request(at(path));
	}

	ConfigurableApplicationContext context() {
		return this.page;
	}

	URI at(String path) {
		return URI.create("http://127.0.0.1:" + port() + path);
	}

	int port() {
		return Integer.parseInt(String.valueOf(this.page.getEnvironment().getProperty("local.server.port")));
	}

	HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void await(Callable<Boolean> condition) {
		Await.until(condition, () -> this.said);
	}

	@Override
	public void close() {
		this.page.close();
		this.scheduler.close();
		this.ledger.close();
		this.simulator.close();
		this.database.close();
	}

}
