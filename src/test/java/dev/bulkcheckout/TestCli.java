package dev.bulkcheckout;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.bulkcheckout.cli.Application;
import dev.bulkcheckout.cli.Cli;

import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.web.ManagementConfiguration;
import dev.bulkcheckout.web.PageConfiguration;

/**
 * The real command line in this JVM, on a given database and simulator. Several may run
 * at a time: they leave alone how the JVM logs.
 */
public final class TestCli {

	static final String TENANT = "partner.example";

	static final String CLIENT = "3f0b7a52-11d4-4c6e-9a3e-aa5ab1b0c7d1";

	private final Map<String, Object> settings = new LinkedHashMap<>();

	/**
	 * Works on the given database.
	 */
	public TestCli(String databaseUrl) {
		set("spring.datasource.url", databaseUrl);
		set("spring.datasource.username", "postgres");
	}

	/**
	 * Asks the given simulator in place of Partner Center.
	 */
	public TestCli asking(Simulator simulator) {
		this.settings.putAll(partnerCenter(simulator));
		return set("partner-center.client-secret", "not-a-secret");
	}

	/**
	 * The settings that lead to a simulator, but for a secret to be let in.
	 */
	static Map<String, String> partnerCenter(Simulator simulator) {
		return Map.of("partner-center.base-url", simulator.baseUrl().toString(), "partner-center.authority",
				simulator.authority().toString(), "partner-center.tenant-id", TENANT, "partner-center.client-id",
				CLIENT);
	}

	/**
	 * Sets a setting, as the environment would.
	 */
	public TestCli set(String name, Object value) {
		this.settings.put(name, value.toString());
		return this;
	}

	/**
	 * What a command came to.
	 *
	 * @param exitCode its exit code
	 * @param out its results
	 * @param err its talk
	 */
	public record Ended(int exitCode, String out, String err) {
	}

	/**
	 * Runs a command.
	 */
	public Ended run(String... arguments) {
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		Cli cli = new Cli(application(), "test");
		int exitCode = cli.run(new PrintWriter(out), new PrintWriter(err), arguments);
		return new Ended(exitCode, out.toString(), err.toString());
	}

	/**
	 * The contexts of a command with these settings.
	 */
	public Application application() {
		return new Application(LedgerConfiguration.class, BulkCheckout.launch(), PageConfiguration.class,
				ManagementConfiguration.class, this.settings)
			.besideOthers();
	}

}
