package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

import dev.bulkcheckout.cli.Finding;
import dev.bulkcheckout.cli.UsageException;
import dev.bulkcheckout.cli.Workplace;
import dev.bulkcheckout.database.Database;
import dev.bulkcheckout.database.DatabaseSettings;
import dev.bulkcheckout.job.JobSettings;
import dev.bulkcheckout.job.RunOptions;
import dev.bulkcheckout.job.Talk;

/**
 * Settings of one command, bound when they are first needed.
 */
final class LocalSettings implements Workplace.Settings {

	private final ConfigurableEnvironment environment;

	LocalSettings(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	public RunOptions runOptions() {
		try {
			return bind("bulk-checkout", RunSettings.class).asOptions();
		}
		catch (IllegalArgumentException ex) {
			throw new UsageException(String.valueOf(ex.getMessage()));
		}
	}

	@Override
	public void check(Talk talk, Consumer<Finding> found) {
		new SetUpCheck(this.environment, this, found, InstantSource.system()).look(talk);
	}

	@Override
	public LocalLedger openLedger(Talk talk) {
		return LocalLedger.open(database(talk), jobSettings());
	}

	@Override
	public Workplace.Jobs openJobs(Talk talk) {
		RunSettings settings = bind("bulk-checkout", RunSettings.class);
		return LocalJobs.open(this.environment, settings, jobSettings(), talk, () -> database(talk));
	}

	/**
	 * The times of the job.
	 * @throws UsageException if one is nonsense
	 */
	JobSettings jobSettings() {
		return bind("bulk-checkout", JobSettings.class);
	}

	private Database database(Talk talk) {
		Database database = Database.open(databaseSettings(), talk::say);
		talk.say("the ledger is in " + database.description());
		return database;
	}

	private DatabaseSettings databaseSettings() {
		LedgerSettings server = bind("spring.datasource", LedgerSettings.class);
		try {
			return new DatabaseSettings(server.url(), server.username(), server.passwordText(),
					Path.of(bind("bulk-checkout", RunSettings.class).data()));
		}
		catch (IllegalArgumentException ex) {
			throw new UsageException(String.valueOf(ex.getMessage()));
		}
	}

	private <T> T bind(String prefix, Class<T> type) {
		try {
			return Binder.get(this.environment).bindOrCreate(prefix, Bindable.of(type), SettingFault.unitsAreSaid());
		}
		catch (BindException ex) {
			throw SettingFault.of(ex);
		}
	}

}
