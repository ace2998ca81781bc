package dev.bulkcheckout;

import java.time.InstantSource;
import java.util.function.Consumer;

import org.springframework.core.env.ConfigurableEnvironment;

import dev.bulkcheckout.cli.Finding;
import dev.bulkcheckout.cli.UsageException;
import dev.bulkcheckout.cli.Workplace;
import dev.bulkcheckout.database.Database;
import dev.bulkcheckout.database.DatabaseSettings;
import dev.bulkcheckout.job.Talk;
import dev.bulkcheckout.settings.DatasourceProperties;
import dev.bulkcheckout.settings.LedgerProperties;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.settings.Settings;
import dev.bulkcheckout.settings.Settings;

/**
 * Settings of one command, bound when they are first needed.
 */
final class LocalSettings implements Workplace.Settings {

	private final ConfigurableEnvironment environment;

	LocalSettings(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	public RunProperties runOptions() {
		return Settings.bind(this.environment, RunProperties.class);
	}

	@Override
	public void check(Talk talk, Consumer<Finding> found) {
		new SetUpCheck(this.environment, this, found, InstantSource.system()).look(talk);
	}

	@Override
	public LocalLedger openLedger(Talk talk) {
		LedgerProperties properties = Settings.bind(this.environment, LedgerProperties.class);
		return LocalLedger.open(database(properties, talk), properties);
	}

	@Override
	public Workplace.Jobs openJobs(Talk talk) {
		RunProperties options = runOptions();
		LedgerProperties properties = Settings.bind(this.environment, LedgerProperties.class);
		return LocalJobs.open(this.environment, options, properties, talk, () -> database(properties, talk));
	}

	private Database database(LedgerProperties properties, Talk talk) {
		DatasourceProperties server = Settings.bind(this.environment, DatasourceProperties.class);
		try {
			Database database = Database.open(new DatabaseSettings(server.url(), server.username(),
					server.passwordText(), properties.schema(), properties.data()), talk::say);
			talk.say("the ledger is in " + database.description());
			return database;
		}
		catch (IllegalArgumentException ex) {
			throw new UsageException(String.valueOf(ex.getMessage()));
		}
	}

}
