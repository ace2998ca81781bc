package dev.bulkcheckout.run;

import java.util.Optional;

import dev.bulkcheckout.ledger.LeaseStanding;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.run.RunClaims;
import dev.bulkcheckout.throttling.StopReason;

/**
 * What a launch came to.
 */
public sealed interface RunEnd {

	/**
	 * All steps ended.
	 *
	 * @param run the run
	 * @param exitCode 0, 3 or 4
	 */
	record Finished(RunId run, int exitCode) implements RunEnd {
	}

	/**
	 * The run was complete before; nothing was asked.
	 *
	 * @param run the run
	 * @param exitCode what it ended with
	 */
	record AlreadyFinished(RunId run, int exitCode) implements RunEnd {
	}

	/**
	 * The run ended before its end; a restart goes on.
	 *
	 * @param run the run
	 * @param reason why
	 */
	record Stopped(RunId run, StopReason reason) implements RunEnd {
	}

	/**
	 * Its carts were read, and somebody is to approve what it buys.
	 *
	 * @param run the run
	 * @param exitCode 0 or 3, as that of a preflight
	 */
	record Planned(RunId run, int exitCode) implements RunEnd {
	}

	/**
	 * A stop was asked for before the launch could ask anything; the ledger is as it was.
	 *
	 * @param reason why
	 */
	record NotBegun(StopReason reason) implements RunEnd {
	}

	/**
	 * Another process works on the run.
	 *
	 * @param run the run
	 * @param by who it is
	 */
	record WorkedOn(RunId run, LeaseStanding by) implements RunEnd {

		/**
		 * The other process in words.
		 */
		public String words() {
			return RunClaims.words(this.by);
		}
	}

	/**
	 * There was nothing to do.
	 *
	 * @param why for the operator
	 */
	record NothingToDo(String why) implements RunEnd {
	}

	/**
	 * The run that this is about; empty if there is none.
	 */
	default Optional<RunId> about() {
		return switch (this) {
			case Finished finished -> Optional.of(finished.run());
			case AlreadyFinished finished -> Optional.of(finished.run());
			case Stopped stopped -> Optional.of(stopped.run());
			case Planned planned -> Optional.of(planned.run());
			case NotBegun notBegun -> Optional.empty();
			case WorkedOn workedOn -> Optional.of(workedOn.run());
			case NothingToDo nothing -> Optional.empty();
		};
	}

}
