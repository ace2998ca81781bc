package dev.bulkcheckout.cli;

import java.util.concurrent.Callable;

import javax.sql.DataSource;

import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.Partitions;
import dev.bulkcheckout.run.ThisProcess;
import dev.bulkcheckout.serve.PartitionWorker;
import dev.bulkcheckout.settings.Settings;
import dev.bulkcheckout.settings.WorkerProperties;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Takes partitions until it is told to end.
 */
@Command(name = "worker",
		description = { "Take partitions of running jobs on another machine:",
				"of runs with bulk-checkout.partitions, on the same database.",
				"Until SIGTERM or Ctrl-C: what is in flight is settled then, and another worker goes on." })
final class WorkerCommand implements Callable<Integer> {

	private final Application application;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Mixin
	private final LogOptions log = new LogOptions();

	WorkerCommand(Application application) {
		this.application = application;
	}

	@Override
	public Integer call() throws InterruptedException {
		Console console = Consoles.of(this.spec);
		try (ConfigurableApplicationContext ledger = this.application.ledger(this.log.settings(), null, console)) {
			WorkerProperties properties = Settings.bind(ledger.getEnvironment(), WorkerProperties.class);
			StopSignal stop = new StopSignal();
			Signals.stop(stop, console);
			String process = ThisProcess.schedulerName();
			try (PartitionWorker worker = new PartitionWorker(ledger.getBean(DataSource.class),
					ledger.getBean(Partitions.class), new WorkerLaunch(this.application, ledger, stop, console),
					properties, ledger.getBean(Leases.class).life(), process)) {
				worker.start();
				console.say("takes partitions, as " + process);
				worker.drain(stop.await().what());
			}
		}
		return ExitCode.OK.code();
	}

}
