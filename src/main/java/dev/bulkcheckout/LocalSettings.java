package dev.bulkcheckout;

import java.nio.file.Path;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

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
	public Workplace.Ledger openLedger(Talk talk) {
		return LocalLedger.open(database(talk), bind("bulk-checkout", JobSettings.class));
	}

	@Override
	public Workplace.Jobs openJobs(Talk talk) {
		RunSettings settings = bind("bulk-checkout", RunSettings.class);
		return LocalJobs.open(this.environment, settings, bind("bulk-checkout", JobSettings.class), talk,
				() -> database(talk));
	}

	private Database database(Talk talk) {
		DatabaseSettings settings = new DatabaseSettings(this.environment.getProperty("spring.datasource.url"),
				this.environment.getProperty("spring.datasource.username"),
				this.environment.getProperty("spring.datasource.password"),
				Path.of(bind("bulk-checkout", RunSettings.class).data()));
		Database database = Database.open(settings, talk::say);
		talk.say("the ledger is in " + database.description());
		return database;
	}

	private <T> T bind(String prefix, Class<T> type) {
		try {
			return Binder.get(this.environment).bindOrCreate(prefix, type);
		}
		catch (BindException ex) {
			Throwable root = ex;
			while (root.getCause() != null && root.getCause() != root) {
				root = root.getCause();
			}
			throw new UsageException("the setting " + ex.getName() + " is wrong: " + root.getMessage());
		}
	}

}
