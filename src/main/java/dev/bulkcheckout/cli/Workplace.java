package dev.bulkcheckout.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.job.RunLauncher;
import dev.bulkcheckout.job.Talk;
import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.Housekeeping;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.report.files.ResultFiles;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.settings.Settings;

/**
 * What commands work with: settings, the ledger, and the job.
 */
public interface Workplace {

	/**
	 * Reads settings: flags beat the job file, the job file beats the environment.
	 * @param flags settings that were given as flags, by property name
	 * @param jobFile a file of {@code jobs/}; null for none
	 * @param talk is told what is not heeded
	 * @throws InvalidSettingException if the file cannot be read or says what nobody
	 * heeds
	 */
	Settings settings(Map<String, Object> flags, @Nullable Path jobFile, Talk talk);

	/**
	 * The settings of one command.
	 */
	interface Settings {

		/**
		 * How a run is to go about it.
		 * @throws UsageException if a setting is nonsense
		 */
		RunProperties runOptions();

		/**
		 * Opens the ledger for questions; starts the embedded PostgreSQL if no server is
		 * given.
		 */
		Ledger openLedger(Talk talk);

		/**
		 * Opens the ledger and the job. Whether Partner Center can be asked shows when a
		 * run is launched: one that is complete need not ask.
		 * @throws UsageException if settings of the job or of the ledger are wrong
		 */
		Jobs openJobs(Talk talk);

		/**
		 * Looks at what a run needs, one thing after the other: settings, database,
		 * token, and one harmless read. What a wrong thing stands in the way of is
		 * skipped.
		 * @param found takes each finding as it is made; none holds a secret
		 */
		void check(Talk talk, Consumer<Finding> found);

	}

	/**
	 * The ledger, open.
	 */
	interface Ledger extends AutoCloseable {

		Runs runs();

		Leases leases();

		Carts carts();

		RunReports reports();

		ResultFiles resultFiles();

		Housekeeping housekeeping();

		@Override
		void close();

	}

	/**
	 * The ledger and the job, open.
	 */
	interface Jobs extends AutoCloseable {

		/**
		 * The ledger that the job works on; closed with the job.
		 */
		Ledger ledger();

		RunLauncher launcher();

		/**
		 * How fast the run may ask at the moment, for those who watch; empty while
		 * nothing is asked.
		 */
		Optional<String> paceNow();

		@Override
		void close();

	}

}
