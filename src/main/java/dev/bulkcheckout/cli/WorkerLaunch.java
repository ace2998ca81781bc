package dev.bulkcheckout.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ConfigurableApplicationContext;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Partitions;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.run.PartitionedRun;
import dev.bulkcheckout.run.PartitionedRuns;
import dev.bulkcheckout.serve.OpenRun;
import dev.bulkcheckout.serve.RunOpener;
import dev.bulkcheckout.settings.Partner;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Opens contexts of its own for each run that a worker takes part in: the options are
 * those that the run was launched with, settings of connections and credentials are this
 * process's.
 */
final class WorkerLaunch implements RunOpener {

	/** What could not be opened is tried again after that. */
	private static final long AGAIN = Duration.ofSeconds(30).toNanos();

	private final Application application;

	private final ConfigurableApplicationContext own;

	private final StopSignal drain;

	/** When a run could not be opened, by the clock that never goes back. */
	private final Map<RunId, Long> failedAt = new ConcurrentHashMap<>();

	private final OperatorConsole console;

	WorkerLaunch(Application application, ConfigurableApplicationContext own, StopSignal drain,
			OperatorConsole console) {
		this.application = application.besideOthers();
		this.own = own;
		this.drain = drain;
		this.console = console;
	}

	@Override
	public Optional<OpenRun> open(RunId id) throws InterruptedException {
		Long failed = this.failedAt.get(id);
		String partner = Partner.of(this.own.getEnvironment());
		if ((failed != null && System.nanoTime() - failed < AGAIN)
				|| !partner.equals(this.own.getBean(Partitions.class).partner(id))) {
			return Optional.empty();
		}
		OperatorConsole talk = this.console.of(id.toString());
		try {
			return open(this.own.getBean(Runs.class).find(id).orElseThrow(), talk);
		}
		catch (RuntimeException ex) {
			FailureAnalysis noStart = new StartFailureAnalyzer().analyze(ex);
			talk.say("this process cannot take part in it: "
					+ ((noStart != null) ? noStart.getDescription() : ex.getMessage()));
			this.failedAt.put(id, System.nanoTime());
			return Optional.empty();
		}
	}

	private Optional<OpenRun> open(Run run, OperatorConsole talk) throws InterruptedException {
		ConfigurableApplicationContext ledger = this.application.ledger(Map.of(), null, talk);
		ConfigurableApplicationContext launch = null;
		boolean opened = false;
		try {
			JobCommand.goOnAs(run, ledger);
			launch = this.application.launch(ledger);
			RunProperties options = launch.getBean(RunProperties.class);
			StopSignal stop = launch.getBean(StopSignal.class);
			Optional<PartitionedRun> part = open(launch.getBean(PartitionedRuns.class), run, options, stop);
			opened = part.isPresent();
			Runnable close = closing(launch, ledger);
			part.ifPresent((ready) -> talk.say("this process takes part in it"));
			return part.map((ready) -> new OpenRun(ready, close));
		}
		finally {
			if (!opened) {
				closing(launch, ledger).run();
			}
		}
	}

	/**
	 * A token may have to be waited for; once the run is open, the worker stops its part
	 * itself.
	 */
	private Optional<PartitionedRun> open(PartitionedRuns runs, Run run, RunProperties options, StopSignal stop)
			throws InterruptedException {
		Thread relay = Thread.ofVirtual().name("drain").start(() -> ServedLaunch.relay(this.drain, stop));
		try {
			return runs.open(run, options, stop);
		}
		finally {
			relay.interrupt();
		}
	}

	private static Runnable closing(@Nullable ConfigurableApplicationContext launch,
			ConfigurableApplicationContext ledger) {
		return () -> {
			if (launch != null) {
				launch.close();
			}
			ledger.close();
		};
	}

}
