package dev.bulkcheckout;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.bulkcheckout.cli.Cli;
import dev.bulkcheckout.cli.Workplace;
import dev.bulkcheckout.job.RunOptions;
import dev.bulkcheckout.job.Talk;

/**
 * The real command line in this process, with settings of a test's own.
 */
final class CommandLine {

	private final Map<String, Object> settings = new LinkedHashMap<>();

	private int opened;

	/**
	 * Gives a setting by its property name.
	 */
	CommandLine set(String name, Object value) {
		this.settings.put(name, value.toString());
		return this;
	}

	/**
	 * Works with the embedded PostgreSQL in a directory.
	 */
	static CommandLine withData(Path directory) {
		return new CommandLine().set("bulk-checkout.data", directory);
	}

	/**
	 * How often a command opened the ledger or the job.
	 */
	int opened() {
		return this.opened;
	}

	Answer run(Object... arguments) {
		String[] texts = new String[arguments.length];
		for (int i = 0; i < texts.length; i++) {
			texts[i] = arguments[i].toString();
		}
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		int exitCode = new Cli(workplace(), "1.2.3").run(new PrintWriter(out), new PrintWriter(err), texts);
		return new Answer(exitCode, out.toString(), err.toString());
	}

	private Workplace workplace() {
		return (flags, jobFile) -> {
			Map<String, Object> all = new LinkedHashMap<>(this.settings);
			all.putAll(flags);
			return new Counted(new LocalWorkplace().settings(all, jobFile));
		};
	}

	/**
	 * What a command came to.
	 *
	 * @param exitCode its exit code
	 * @param out its results
	 * @param talk what it said
	 */
	record Answer(int exitCode, String out, String talk) {
	}

	/**
	 * Counts what is opened.
	 */
	private final class Counted implements Workplace.Settings {

		private final Workplace.Settings settings;

		private Counted(Workplace.Settings settings) {
			this.settings = settings;
		}

		@Override
		public RunOptions runOptions() {
			return this.settings.runOptions();
		}

		@Override
		public Workplace.Ledger openLedger(Talk talk) {
			CommandLine.this.opened++;
			return this.settings.openLedger(talk);
		}

		@Override
		public Workplace.Jobs openJobs(Talk talk) {
			CommandLine.this.opened++;
			return this.settings.openJobs(talk);
		}

	}

}
