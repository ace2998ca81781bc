package dev.bulkcheckout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.settings.EffectiveValues;
import dev.bulkcheckout.settings.JobSettings;

/**
 * A command that works on runs that are there.
 */
abstract class JobCommand implements Callable<Integer> {

	private final Application application;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Option(names = "--job", paramLabel = "FILE",
			description = "a file of jobs/ with the settings that the run was launched with")
	private @Nullable Path job;

	@Mixin
	private final LogOptions log = new LogOptions();

	JobCommand(Application application) {
		this.application = application;
	}

	Console console() {
		return Consoles.of(this.spec);
	}

	@Override
	public final Integer call() throws InterruptedException, IOException {
		try (ConfigurableApplicationContext ledger = this.application.ledger(given(), this.job, console())) {
			return work(ledger);
		}
	}

	/**
	 * The name of the job whose file was given; null for none.
	 */
	@Nullable String jobName() {
		return (this.job != null) ? JobSettings.nameOf(this.job) : null;
	}

	private Map<String, Object> given() {
		Map<String, Object> given = this.log.settings();
		given.putAll(SettingFlags.given(this.spec));
		return given;
	}

	abstract int work(ConfigurableApplicationContext ledger) throws InterruptedException, IOException;

	/**
	 * Opens what a launch needs beside the ledger.
	 */
	ConfigurableApplicationContext open(ConfigurableApplicationContext ledger) {
		return this.application.launch(ledger);
	}

	/**
	 * Puts the options of a run over whatever is set now; to be called before a launch is
	 * opened.
	 */
	static void goOnAs(Run run, ConfigurableApplicationContext ledger) {
		ledger.getEnvironment()
			.getPropertySources()
			.addFirst(EffectiveValues.asSource("options of " + run.id(), run.options()));
	}

	/**
	 * Launches on what is open.
	 */
	int launch(ConfigurableApplicationContext ledger, Launch.Work work) throws InterruptedException, IOException {
		try (ConfigurableApplicationContext launch = open(ledger)) {
			return new Launch(console(), Consoles.isTerminal()).launch(launch, work);
		}
	}

}
