package dev.bulkcheckout.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.job.BulkCheckoutConfiguration;
import dev.bulkcheckout.ledger.Housekeeping;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.serve.Uploads;
import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.JobFolder;
import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.settings.ServeProperties;
import dev.bulkcheckout.settings.Settings;

/**
 * Removes finished runs.
 */
@Command(name = "purge", description = { "Remove finished runs from the ledger and Spring Batch's tables.",
		"With them goes what was done with them on the page, and CSVs that were uploaded there; result files stay.",
		"A removed run is no longer known: its CSV would be checked out again." })
final class PurgeCommand extends LedgerCommand {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

	@Option(names = "--older-than", paramLabel = "DURATION", required = true, converter = Durations.class,
			description = "runs that finished longer ago: 90d, 2160h, P90D")
	@SuppressWarnings("NullAway.Init")
	private Duration olderThan;

	@Option(names = "--dry-run", description = "list them, but remove nothing")
	private boolean dryRun;

	PurgeCommand(Application application) {
		super(application);
	}

	@Override
	int ask(ApplicationContext ledger, Console console) throws IOException {
		if (this.olderThan.isNegative()) {
			throw new UsageException("--older-than must not be negative");
		}
		Instant before = Instant.now().minus(this.olderThan);
		List<Run> runs = ledger.getBean(Housekeeping.class).finishedBefore(before);
		int removed = 0;
		for (Run run : runs) {
			boolean gone = this.dryRun || ledger.getBean(Housekeeping.class).remove(run.id());
			removed += gone ? 1 : 0;
			console.out()
				.printf("%s, %s, finished %s%s%n", run.id(), run.inputName(),
						Objects.requireNonNull(run.finishedAt()).atZone(ZoneId.systemDefault()).format(TIME),
						gone ? "" : ": being worked on or asked for, left alone");
		}
		if (!this.dryRun) {
			ledger.getBean(Housekeeping.class).removeInstancesOf(BulkCheckoutConfiguration.RECONCILE_JOB, before);
			ledger.getBean(Housekeeping.class).removeActions(before);
		}
		removeUploads(ledger, before, this.dryRun ? runs : List.of(), console);
		console.say("%,d %s %s".formatted(removed, (removed == 1) ? "run" : "runs",
				this.dryRun ? "would be removed" : "removed"));
		return ExitCode.OK.code();
	}

	/**
	 * Those of the jobs that are served from here.
	 * @param gone runs that would not be there
	 */
	private void removeUploads(ApplicationContext ledger, Instant before, List<Run> gone, Console console)
			throws IOException {
		ConfigurableEnvironment environment = ledger.getBean(ConfigurableEnvironment.class);
		Path folder = Settings.bind(environment, ServeProperties.class).jobs();
		if (!Files.isDirectory(folder)) {
			return;
		}
		Set<String> inputs = ledger.getBean(Housekeeping.class)
			.inputs(gone.stream().map(Run::id).collect(Collectors.toSet()));
		try {
			for (JobSettings job : JobFolder.open(folder, environment, (each) -> {
			}, (each) -> {
			}).jobs()) {
				Uploads.of(job)
					.purge(before, inputs, this.dryRun)
					.forEach((name) -> console.out().printf("upload %s of %s%n", name, job.name()));
			}
		}
		catch (InvalidSettingException ex) {
			console.say("uploads are left alone: " + ex.getMessage());
		}
	}

}
