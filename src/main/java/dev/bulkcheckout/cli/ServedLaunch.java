package dev.bulkcheckout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ConfigurableApplicationContext;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.input.CartFile;
import dev.bulkcheckout.input.UnusableInputException;
import dev.bulkcheckout.job.Progress;
import dev.bulkcheckout.ledger.CarriedCarts;
import dev.bulkcheckout.ledger.DatabaseFaults;
import dev.bulkcheckout.report.files.ResultFiles;
import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.run.RunLauncher;
import dev.bulkcheckout.run.RunObserver;
import dev.bulkcheckout.serve.JobLauncher;
import dev.bulkcheckout.serve.RefusedLaunchException;
import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.settings.Settings;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Launches a job as {@code run FILE --job JOB} does, in contexts of its own: settings,
 * connections, token and pace are those of this run alone.
 */
final class ServedLaunch implements JobLauncher {

	private final Application application;

	private final OperatorConsole console;

	/**
	 * Launches with the contexts of the given application.
	 */
	ServedLaunch(Application application, OperatorConsole console) {
		this.application = application.besideOthers();
		this.console = console;
	}

	@Override
	public RunEnd launch(JobSettings job, Path csv, Path output, StopSignal drain)
			throws InterruptedException, IOException {
		OperatorConsole talk = this.console.of(job.name());
		try (ConfigurableApplicationContext ledger = this.application.ledger(job,
				Map.of("bulk-checkout.output", output.toString()), talk);
				ConfigurableApplicationContext launch = this.application.launch(ledger)) {
			return launch(launch, job, csv, output, drain, talk);
		}
		catch (RuntimeException ex) {
			throw refusal(ex, talk, csv.getFileName() + " was not checked out");
		}
	}

	/**
	 * What ends a launch that cannot be: in words, unless it is no fault of what was
	 * asked for, as a database that is away.
	 */
	static RuntimeException refusal(RuntimeException ex, OperatorConsole talk, String what) {
		FailureAnalysis noStart = new StartFailureAnalyzer().analyze(ex);
		boolean refused = noStart != null || ex instanceof UnusableInputException || ex instanceof UsageException;
		if (!refused || DatabaseFaults.isPassing(ex)) {
			return ex;
		}
		String why = String.valueOf((noStart != null) ? noStart.getDescription() : ex.getMessage());
		talk.say(what + ": " + why);
		return new RefusedLaunchException(why, ex);
	}

	@Override
	public boolean hasCartsToCarryOver(JobSettings job, Instant before) {
		if (!job.mayCarryOver()) {
			return false;
		}
		try (ConfigurableApplicationContext ledger = this.application.ledger(job, Map.of(), (said) -> {
		})) {
			RunProperties options = Settings.bind(ledger.getEnvironment(), RunProperties.class);
			return options.carryOver().isPositive() && ledger.getBean(CarriedCarts.class)
				.waiting(job.name(), options.rehearsal(), options.carryOver(), before)
				.isPresent();
		}
	}

	private static RunEnd launch(ConfigurableApplicationContext launch, JobSettings job, Path csv, Path output,
			StopSignal drain, OperatorConsole talk) throws InterruptedException, IOException {
		RunProperties options = launch.getBean(RunProperties.class);
		StopSignal stop = launch.getBean(StopSignal.class);
		Thread relay = relay(drain, stop);
		try (CartFile input = CartFile.open(csv)) {
			RunCommand.check(csv, input, talk);
			RunEnd end = launch.getBean(RunLauncher.class)
				.run(input, job.name(), null, false, options, new Watch(csv, stop, new Progress(), talk));
			if (end instanceof RunEnd.AlreadyFinished finished) {
				launch.getBean(ResultFiles.class).write(finished.run(), output);
			}
			talk.say(words(csv, end));
			return end;
		}
		finally {
			relay.interrupt();
		}
	}

	/**
	 * Hands the drain on until the thread is interrupted. Not a listener: the drain
	 * outlives the contexts of all launches, and would keep them.
	 */
	static Thread relay(StopSignal drain, StopSignal stop) {
		return Thread.ofVirtual().name("drain").start(() -> {
			try {
				stop.raise(drain.await());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

	private static String words(Path csv, RunEnd end) {
		String file = String.valueOf(csv.getFileName());
		return switch (end) {
			case RunEnd.Finished finished ->
				"%s of %s finished with exit code %d".formatted(finished.run(), file, finished.exitCode());
			case RunEnd.AlreadyFinished finished ->
				"%s of the bytes of %s is complete: nothing was asked".formatted(finished.run(), file);
			case RunEnd.Stopped stopped ->
				"%s of %s ended before its end: %s".formatted(stopped.run(), file, stopped.reason().what());
			case RunEnd.Planned planned -> "%s of %s was planned; 'bulk-checkout approve %d' buys what was planned"
				.formatted(planned.run(), file, planned.run().value());
			case RunEnd.NotBegun notBegun ->
				"%s was stopped before anything was asked: %s".formatted(file, notBegun.reason().what());
			case RunEnd.WorkedOn workedOn ->
				"%s of %s is being worked on by %s".formatted(workedOn.run(), file, workedOn.words());
			case RunEnd.NothingToDo nothing -> nothing.why();
		};
	}

	/**
	 * Nobody watches.
	 */
	private record Watch(Path csv, StopSignal stop, Progress progress, OperatorConsole talk) implements RunObserver {

		@Override
		public void started(RunId run, RunProperties options) {
			this.talk.say("%s works on %s; results will be in %s".formatted(run, this.csv.getFileName(),
					options.outputOf(run.value())));
		}

	}

}
