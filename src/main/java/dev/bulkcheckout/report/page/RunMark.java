package dev.bulkcheckout.report.page;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.report.Numbers;
import dev.bulkcheckout.report.RunLine;
import dev.bulkcheckout.report.RunProgress;
import dev.bulkcheckout.report.RunState;

/**
 * Where a run stands, as colour, shape and words together.
 *
 * @param key of the colour
 * @param symbol the shape
 * @param words for people
 */
public record RunMark(String key, String symbol, String words) {

	/**
	 * That of a run of the list.
	 */
	public static RunMark of(RunLine line) {
		RunProgress progress = line.progress();
		return switch (line.state()) {
			case RunState.Running running -> new RunMark("alr", "run",
					(running.stopRequestedAt() != null) ? "stopping, " + settled(progress) : doing(line));
			case RunState.Stopped stopped -> new RunMark("not", "pause", "stopped, " + settled(progress));
			case RunState.Planned planned -> new RunMark("par", "par", "waits to be approved");
			case RunState.Crashed crashed -> new RunMark("ref", "ref", "its process is gone, " + settled(progress));
			case RunState.Waiting waiting -> new RunMark("not", "pause", "not gone on with, " + settled(progress));
			case RunState.Finished(var at, var exitCode) -> finished(exitCode);
		};
	}

	private static RunMark finished(int exitCode) {
		return switch (ExitCode.of(exitCode)) {
			case OK -> new RunMark("ord", "ord", "done");
			case NEEDS_PERSON -> new RunMark("par", "warn2", "needs a person");
			case LACKS_IDS -> new RunMark("par", "warn2", "ids are missing");
			case UNEXPECTED, USAGE, RESTARTABLE, WORKED_ON ->
				new RunMark("ref", "ref", "ended with exit code " + exitCode);
		};
	}

	private static String doing(RunLine line) {
		RunProgress progress = line.progress();
		return switch (progress.phase()) {
			case STAGING -> "reads its input";
			case CHECKING_OUT -> line.run().isPreflight() ? "reads carts"
					: "checks out, %d %%".formatted(percent(progress.settled(), progress.carts()));
			case RECONCILING -> "asks for ids";
			case WRITING_RESULTS, DONE -> "writes its files";
		};
	}

	private static long percent(long part, long whole) {
		return (whole == 0) ? 0 : 100 * part / whole;
	}

	private static String settled(RunProgress progress) {
		return (progress.phase() == RunProgress.Phase.STAGING) ? "nothing asked"
				: "%s of %s settled".formatted(Numbers.of(progress.settled()), Numbers.of(progress.carts()));
	}

}
