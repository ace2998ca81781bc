package dev.bulkcheckout;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.bulkcheckout.cli.Cli;
import dev.bulkcheckout.simulator.Simulator;

/**
 * The real command line in this JVM, on a given database and simulator.
 * <p>
 * Not for test classes that run concurrently with others of their kind: Spring Batch
 * keeps the step scopes of a JVM by the ids of their StepExecutions, and those of two
 * databases are alike.
 */
public final class TestCli {

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
		return set("partner-center.base-url", simulator.baseUrl())
			.set("partner-center.authority", simulator.authority())
			.set("partner-center.tenant-id", "partner.example")
			.set("partner-center.client-id", "bulk-checkout-tests")
			.set("partner-center.client-secret", "not-a-secret");
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
		Cli cli = new Cli((flags, jobFile) -> {
			Map<String, Object> all = new LinkedHashMap<>(this.settings);
			all.putAll(flags);
			return new LocalWorkplace().settings(all, jobFile);
		}, "test");
		int exitCode = cli.run(new PrintWriter(out), new PrintWriter(err), arguments);
		return new Ended(exitCode, out.toString(), err.toString());
	}

}
