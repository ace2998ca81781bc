package dev.bulkcheckout;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

import dev.bulkcheckout.cli.Workplace;
import dev.bulkcheckout.database.Database;
import dev.bulkcheckout.job.BulkCheckoutConfiguration;
import dev.bulkcheckout.job.CallsFactory;
import dev.bulkcheckout.job.RunLauncher;
import dev.bulkcheckout.job.RunResults;
import dev.bulkcheckout.job.Talk;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.partnercenter.auth.QuietLoggers;
import dev.bulkcheckout.settings.LedgerProperties;
import dev.bulkcheckout.settings.RunProperties;

/**
 * The ledger and, in a Spring context, the job.
 */
final class LocalJobs implements Workplace.Jobs {

	/** What this program does itself, and what a job without web does not need. */
	private static final Map<String, Object> FIXED = Map.of("spring.batch.job.enabled", "false",
			"spring.batch.jdbc.initialize-schema", "never", "spring.batch.jdbc.isolation-level-for-create",
			"read_committed", "spring.flyway.enabled", "false");

	private final LocalLedger ledger;

	private final PartnerCenterCalls calls;

	private final ConfigurableApplicationContext context;

	private LocalJobs(LocalLedger ledger, PartnerCenterCalls calls, ConfigurableApplicationContext context) {
		this.ledger = ledger;
		this.calls = calls;
		this.context = context;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(BulkCheckoutConfiguration.class)
	static class JobContext {

	}

	static LocalJobs open(ConfigurableEnvironment environment, RunProperties options, LedgerProperties properties,
			Talk talk, Supplier<Database> database) {
		LocalLedger ledger = LocalLedger.open(database.get(), properties);
		DatabaseRetry retry = new DatabaseRetry(properties.databaseOutageTimeout(), talk::say, InstantSource.system());
		try {
			PartnerCenterCalls calls = new PartnerCenterCalls(environment,
					(order, cart) -> retry.call(() -> ledger.carts().isAnothersOrder(order, cart)), talk);
			environment.getPropertySources().addFirst(new MapPropertySource("fixed", FIXED));
			ConfigurableApplicationContext context = new SpringApplicationBuilder(JobContext.class)
				.environment(environment)
				.web(WebApplicationType.NONE)
				.bannerMode(Banner.Mode.OFF)
				.logStartupInfo(false)
				// the run is drained before the ledger is closed, and in this order only
				.registerShutdownHook(false)
				.initializers((created) -> register((GenericApplicationContext) created, ledger, options, properties,
						calls, retry, talk))
				.run();
			return new LocalJobs(ledger, calls, context);
		}
		catch (RuntimeException ex) {
			ledger.close();
			throw ex;
		}
	}

	private static void register(GenericApplicationContext context, LocalLedger ledger, RunProperties options,
			LedgerProperties properties, CallsFactory calls, DatabaseRetry retry, Talk talk) {
		// Spring Boot has just set up logging anew
		QuietLoggers.shut();
		context.registerBean(DataSource.class, ledger::dataSource, (bean) -> bean.setDestroyMethodName(null));
		context.registerBean(RunProperties.class, () -> options);
		context.registerBean(LedgerProperties.class, () -> properties);
		context.registerBean(DatabaseRetry.class, () -> retry);
		context.registerBean(CallsFactory.class, () -> calls);
		context.registerBean(Talk.class, () -> talk);
		context.registerBean(InstantSource.class, InstantSource::system);
		context.registerBean(RunResults.class, () -> (run, directory, last) -> {
			if (last) {
				ledger.resultFiles().writeFinal(run, directory);
			}
			else {
				ledger.resultFiles().write(run, directory);
			}
		});
	}

	@Override
	public RunLauncher launcher() {
		return this.context.getBean(RunLauncher.class);
	}

	@Override
	public Optional<String> paceNow() {
		return this.calls.paceNow();
	}

	@Override
	public Workplace.Ledger ledger() {
		return this.ledger;
	}

	@Override
	public void close() {
		this.context.close();
		this.calls.close();
		this.ledger.close();
	}

}
