package dev.bulkcheckout.cli;

import java.io.IOException;
import java.nio.file.Path;

import org.springframework.context.ApplicationContext;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.job.Progress;
import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.run.RunLauncher;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.settings.EffectiveValues;
import dev.bulkcheckout.throttling.Governor;
import dev.bulkcheckout.throttling.StopSignal;
import dev.bulkcheckout.run.RunObserver;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.report.RunReport;
import dev.bulkcheckout.settings.RunProperties;

/**
 * Launches a run for a person or a scheduler: shows its progress, heeds their signals,
 * and says what it came to.
 */
final class Launch {

	private final Console console;

	private final boolean terminal;

	Launch(Console console, boolean terminal) {
		this.console = console;
		this.terminal = terminal;
	}

	/**
	 * What is launched.
	 */
	@FunctionalInterface
	interface Work {

		RunEnd launch(RunLauncher launcher, RunProperties options, RunObserver watch) throws InterruptedException;

	}

	/**
	 * Launches on an open context and says what it came to.
	 */
	int launch(ApplicationContext context, Work work) throws InterruptedException, IOException {
		StopSignal stop = context.getBean(StopSignal.class);
		Progress progress = new Progress();
		Signals.stop(stop, this.console);
		RunEnd end;
		try (ProgressDisplay display = ProgressDisplay.start(progress, this.terminal, this.console,
				context.getBean(Governor.class)::pace)) {
			end = work.launch(context.getBean(RunLauncher.class), context.getBean(RunProperties.class),
					new RunObserver() {
						@Override
						public StopSignal stop() {
							return stop;
						}

						@Override
						public Progress progress() {
							return progress;
						}

						@Override
						public void started(RunId run, RunProperties options) {
							Launch.this.console
								.say("this is " + run + "; results will be in " + options.outputOf(run.value())
										+ ", 'bulk-checkout stop " + run.value() + "' stops it");
						}
					});
		}
		return tell(context, end);
	}

	private int tell(ApplicationContext context, RunEnd end) throws IOException {
		return switch (end) {
			case RunEnd.Finished finished -> {
				show(context, finished.run());
				yield finished.exitCode();
			}
			case RunEnd.AlreadyFinished finished -> {
				this.console.say(finished.run() + " of this input is complete: nothing was asked."
						+ " '--again' makes a new run of it, 'rerun' of what was left");
				show(context, finished.run());
				yield finished.exitCode();
			}
			case RunEnd.Stopped stopped -> {
				this.console.say(stopped.run() + " ended before its end: " + stopped.reason().what());
				String advice = stopped.reason().advice();
				String restart = "'bulk-checkout restart " + stopped.run().value() + "' goes on";
				this.console.say("what to do: " + (advice.isEmpty() ? restart : advice + " (" + restart + ")"));
				yield ExitCode.RESTARTABLE.code();
			}
			case RunEnd.Planned planned -> {
				show(context, planned.run());
				yield planned.exitCode();
			}
			case RunEnd.NotBegun notBegun -> {
				this.console.say("stopped before anything was asked: " + notBegun.reason().what()
						+ "; the same command begins again");
				yield ExitCode.RESTARTABLE.code();
			}
			case RunEnd.WorkedOn workedOn -> {
				this.console.say(workedOn.run() + " is being worked on by " + workedOn.words()
						+ ": nothing was done here. 'bulk-checkout show " + workedOn.run().value()
						+ "' shows how far it is");
				yield ExitCode.WORKED_ON.code();
			}
			case RunEnd.NothingToDo nothing -> {
				this.console.say(nothing.why());
				yield ExitCode.OK.code();
			}
		};
	}

	private void show(ApplicationContext context, RunId run) throws IOException {
		RunReport report = context.getBean(RunReports.class).of(run).orElseThrow();
		Path output = EffectiveValues.fromJson(report.run().options()).outputOf(run.value());
		LedgerCommand.text().write(report, output, this.console.out());
		this.console.out().println("result files: " + output + ", to look at: " + output.resolve("report.html"));
		// a run that is complete is so, whether or not somebody listens
		this.console.flush();
	}

}
