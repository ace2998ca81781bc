package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
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
import dev.bulkcheckout.partnercenter.auth.Secret;

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
		return LocalLedger.open(database(talk), bind("bulk-checkout", JobSettings.class));
	}

	@Override
	public Workplace.Jobs openJobs(Talk talk) {
		RunSettings settings = bind("bulk-checkout", RunSettings.class);
		return LocalJobs.open(this.environment, settings, bind("bulk-checkout", JobSettings.class), talk,
				() -> database(talk));
	}

	private Database database(Talk talk) {
		Database database = Database.open(databaseSettings(), talk::say);
		talk.say("the ledger is in " + database.description());
		return database;
	}

	private DatabaseSettings databaseSettings() {
		try {
			return new DatabaseSettings(this.environment.getProperty("spring.datasource.url"),
					this.environment.getProperty("spring.datasource.username"), databasePassword(),
					Path.of(bind("bulk-checkout", RunSettings.class).data()));
		}
		catch (IllegalArgumentException ex) {
			throw new UsageException(String.valueOf(ex.getMessage()));
		}
	}

	private @Nullable String databasePassword() {
		String password = this.environment.getProperty("spring.datasource.password");
		String file = this.environment.getProperty("spring.datasource.password-file");
		if (file == null || file.isBlank()) {
			return password;
		}
		if (password != null && !password.isEmpty()) {
			throw new UsageException(
					"SPRING_DATASOURCE_PASSWORD and SPRING_DATASOURCE_PASSWORD_FILE are both given: give one");
		}
		return Secret.inFile("SPRING_DATASOURCE_PASSWORD_FILE", file).reveal();
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
