package dev.bulkcheckout.cli;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.run.ThisProcess;
import dev.bulkcheckout.serve.JobScheduler;
import dev.bulkcheckout.serve.ServedLedger;
import dev.bulkcheckout.settings.JobFolder;
import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.settings.ManagementProperties;
import dev.bulkcheckout.settings.PageProperties;
import dev.bulkcheckout.settings.ServeProperties;
import dev.bulkcheckout.settings.Settings;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Fires jobs until it is told to end.
 */
@Command(name = "serve",
		description = { "Fire the jobs of jobs/ by their schedule, and check out the CSVs that come to their inboxes.",
				"Until SIGTERM or Ctrl-C: runs are stopped in good order then, and the next serve goes on with them." })
final class ServeCommand implements Callable<Integer> {

	private final Application application;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Option(names = "--page", description = "offer a page in the browser, on this machine unless told otherwise")
	private boolean page;

	@Mixin
	private final LogOptions log = new LogOptions();

	ServeCommand(Application application) {
		this.application = application;
	}

	@Override
	public Integer call() throws InterruptedException {
		Console console = Consoles.of(this.spec);
		try (ConfigurableApplicationContext ledger = this.application.ledger(given(), null, console)) {
			ServeProperties properties = Settings.bind(ledger.getEnvironment(), ServeProperties.class);
			PageProperties settingsOfPage = Settings.bind(ledger.getEnvironment(), PageProperties.class);
			ManagementProperties management = Settings.bind(ledger.getEnvironment(), ManagementProperties.class);
			JobFolder jobs = JobFolder.open(properties.jobs(), ledger.getEnvironment(), JobScheduler::check,
					console::say);
			if (jobs.jobs().isEmpty()) {
				throw new UsageException("no job file in " + properties.jobs()
						+ " says anything of bulk-checkout.schedule: there is nothing to serve");
			}
			StopSignal stop = new StopSignal();
			Signals.stop(stop, console);
			Application served = this.application
				.countingIn((management.port() != null) ? ledger.getBean("servedMetrics") : null);
			try (JobScheduler scheduler = new JobScheduler(jobs, properties, ledger.getBean(ServedLedger.class),
					new ServedLaunch(served, console), new ServedAction(served, console),
					ledger.getBean(InstantSource.class), ThisProcess.schedulerName()); @Nullable
			ConfigurableApplicationContext probes = openManagement(management, ledger, scheduler, console); @Nullable
			ConfigurableApplicationContext server = openPage(settingsOfPage, ledger, scheduler, console)) {
				scheduler.start();
				jobs.jobs().forEach((job) -> console.say("serves " + words(job)));
				scheduler.drain(stop.await().what());
			}
		}
		return ExitCode.OK.code();
	}

	private Map<String, Object> given() {
		Map<String, Object> given = this.log.settings();
		if (this.page) {
			given.put("bulk-checkout.page.enabled", true);
		}
		return given;
	}

	/**
	 * Opens the page, if it is wanted.
	 */
	private @Nullable ConfigurableApplicationContext openPage(PageProperties properties,
			ConfigurableApplicationContext ledger, JobScheduler scheduler, Console console) {
		if (!properties.enabled()) {
			return null;
		}
		ConfigurableApplicationContext server = this.application.page(ledger, scheduler);
		console.say("page: %s://%s:%s/".formatted(properties.isHttps() ? "https" : "http", properties.address(),
				server.getEnvironment().getProperty("local.server.port")));
		return server;
	}

	/**
	 * Opens probes and metrics, if they are wanted.
	 */
	private @Nullable ConfigurableApplicationContext openManagement(ManagementProperties properties,
			ConfigurableApplicationContext ledger, JobScheduler scheduler, Console console) {
		if (properties.port() == null) {
			return null;
		}
		ConfigurableApplicationContext server = this.application.management(properties, ledger, scheduler);
		console.say("probes and metrics: port %s, /actuator/health/readiness, /actuator/health/liveness, "
			.formatted(server.getEnvironment().getProperty("local.server.port")) + "/actuator/prometheus");
		return server;
	}

	private static String words(JobSettings job) {
		String when = (job.schedule().cron() != null)
				? "'" + job.schedule().cron() + "' by the clock of " + job.schedule().timeZone() : "as they come";
		return "%s: the files of %s, %s".formatted(job.name(), job.inbox(), when);
	}

}
