package dev.bulkcheckout.serve;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.throttling.StopKind;

/**
 * What is done with a file of an inbox after a launch.
 */
sealed interface FileEnd {

	/**
	 * It is through.
	 *
	 * @param place where it is put
	 * @param says what there is to say beside it; null for nothing
	 * @param summary in some words
	 */
	record Over(Inbox.Place place, @Nullable String says, String summary) implements FileEnd {
	}

	/**
	 * It stays taken, and the next fire goes on with it.
	 */
	record NextTime(String summary) implements FileEnd {
	}

	/**
	 * It stays taken, and whoever comes next goes on with it, as soon as possible.
	 */
	record Soon() implements FileEnd {
	}

	/**
	 * What follows from the end of a run.
	 * @param draining whether this process is to end, which is no reason to leave the run
	 */
	static FileEnd of(RunEnd end, boolean draining) {
		return switch (end) {
			case RunEnd.Finished finished ->
				new Over(Inbox.Place.DONE, null, finished.run() + " finished with exit code " + finished.exitCode());
			case RunEnd.AlreadyFinished finished -> {
				String says = finished.run() + " of the same bytes was complete: nothing was asked. "
						+ "'bulk-checkout run' with --again makes a new run of them";
				yield new Over(Inbox.Place.DONE, says, says);
			}
			case RunEnd.Stopped stopped when draining || stopped.reason().kind() == StopKind.LEASE_LOST -> new Soon();
			case RunEnd.Stopped stopped when stopped.reason().kind() == StopKind.WINDOW_ENDED ->
				new NextTime(stopped.run() + ": " + stopped.reason().what() + "; the next time goes on");
			case RunEnd.Stopped stopped -> {
				String advice = stopped.reason().advice();
				String says = "%s ended before its end: %s%nwhat to do: %s'bulk-checkout restart %d' goes on".formatted(
						stopped.run(), stopped.reason().what(), advice.isEmpty() ? "" : advice + "; ",
						stopped.run().value());
				yield new Over(Inbox.Place.FAILED, says, says);
			}
			case RunEnd.Planned planned -> {
				String says = "%s was planned, and nothing was bought: 'bulk-checkout approve %d' buys what was planned"
					.formatted(planned.run(), planned.run().value());
				yield new Over(Inbox.Place.DONE, says, says);
			}
			case RunEnd.NotBegun notBegun when draining -> new Soon();
			case RunEnd.NotBegun notBegun -> refused("stopped before anything was asked: " + notBegun.reason().what());
			case RunEnd.WorkedOn workedOn -> new Soon();
			case RunEnd.NothingToDo nothing -> new Over(Inbox.Place.DONE, nothing.why(), nothing.why());
		};
	}

	/**
	 * What follows if nothing could be asked, or nobody expected what happened.
	 */
	static FileEnd refused(String why) {
		return new Over(Inbox.Place.FAILED, why, why);
	}

}
