package dev.bulkcheckout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A command that works on runs that are there.
 */
abstract class JobCommand implements Callable<Integer> {

	private final Workplace workplace;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Option(names = "--job", paramLabel = "FILE",
			description = "a file of jobs/ with the settings that the run was launched with")
	private @Nullable Path job;

	JobCommand(Workplace workplace) {
		this.workplace = workplace;
	}

	CommandSpec spec() {
		return this.spec;
	}

	Console console() {
		return Consoles.of(this.spec);
	}

	Workplace.Settings settings(Map<String, Object> flags) {
		return this.workplace.settings(flags, this.job, console());
	}

	/**
	 * Launches on what is open: a run goes on in the way it was launched, with the
	 * simulator if it was a rehearsal.
	 */
	int launch(Workplace.Jobs jobs, Launch.Work work) throws InterruptedException, IOException {
		return new Launch(console(), Consoles.isTerminal()).launch(jobs, work);
	}

}
