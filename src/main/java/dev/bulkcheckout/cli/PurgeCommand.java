package dev.bulkcheckout.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import org.springframework.context.ApplicationContext;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.job.BulkCheckoutConfiguration;
import dev.bulkcheckout.ledger.Housekeeping;
import dev.bulkcheckout.ledger.Run;

/**
 * Removes finished runs.
 */
@Command(name = "purge", description = { "Remove finished runs from the ledger and Spring Batch's tables.",
		"Their result files stay. A removed run is no longer known: its CSV would be checked out again." })
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
	int ask(ApplicationContext ledger, Console console) {
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
						gone ? "" : ": being worked on, left alone");
		}
		if (!this.dryRun) {
			ledger.getBean(Housekeeping.class).removeInstancesOf(BulkCheckoutConfiguration.RECONCILE_JOB, before);
		}
		console.say("%,d %s %s".formatted(removed, (removed == 1) ? "run" : "runs",
				this.dryRun ? "would be removed" : "removed"));
		return ExitCode.OK.code();
	}

}
