package dev.bulkcheckout.serve;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.ledger.ActionResult;
import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * What becomes of an action after a launch.
 */
sealed interface ActionEnd {

	/**
	 * It is over.
	 *
	 * @param exitCode as of the command that does the same; null if there was no run
	 * @param says for people
	 */
	record Over(ActionResult result, @Nullable Integer exitCode, String says) implements ActionEnd {
	}

	/**
	 * Whoever comes next goes on with it, as soon as possible.
	 */
	record Soon() implements ActionEnd {
	}

	/**
	 * What follows from the end of a run.
	 * @param drain of this process, which is no reason to leave the run
	 * @param again whether it was tried before, by a process that may have died
	 */
	static ActionEnd of(RunEnd end, StopSignal drain, boolean again) {
		return switch (end) {
			case RunEnd.Finished finished -> new Over(ActionResult.DONE, finished.exitCode(),
					finished.run() + " finished with exit code " + finished.exitCode());
			case RunEnd.AlreadyFinished finished ->
				new Over(ActionResult.DONE, finished.exitCode(), finished.run() + " is complete: nothing was asked");
			case RunEnd.Stopped stopped when stopped.reason().kind() == StopKind.LEASE_LOST
					|| drain.reason().filter(stopped.reason()::equals).isPresent() ->
				new Soon();
			case RunEnd.Stopped stopped -> {
				String advice = stopped.reason().advice();
				yield new Over(ActionResult.STOPPED, ExitCode.RESTARTABLE.code(),
						stopped.run() + " ended before its end: " + stopped.reason().what()
								+ (advice.isEmpty() ? "" : "; " + advice));
			}
			case RunEnd.Planned planned -> new Over(ActionResult.DONE, planned.exitCode(),
					planned.run() + " was planned, and nothing was bought: it waits for approval");
			case RunEnd.NotBegun notBegun when drain.isRaised() -> new Soon();
			case RunEnd.NotBegun notBegun -> new Over(ActionResult.STOPPED, ExitCode.RESTARTABLE.code(),
					"stopped before anything was asked: " + notBegun.reason().what());
			case RunEnd.WorkedOn workedOn when again -> new Soon();
			case RunEnd.WorkedOn workedOn -> new Over(ActionResult.REFUSED, ExitCode.WORKED_ON.code(),
					workedOn.run() + " is being worked on by " + workedOn.words() + ": nothing was done");
			case RunEnd.NothingToDo nothing -> new Over(ActionResult.DONE, ExitCode.OK.code(), nothing.why());
		};
	}

}
