package dev.bulkcheckout.report.page;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.RunEvent;
import dev.bulkcheckout.report.RunState;

/**
 * A run while somebody works on it, as of one moment.
 *
 * @param run what the ledger keeps of it
 * @param state who works on it
 * @param steps in their order
 * @param outcomes carts by outcome; every outcome is there, {@code NOT_ATTEMPTED} are
 * those to come
 * @param perSecond carts settled a second, lately
 * @param ids where the search for subscription ids stands
 * @param calls what the calls meet
 * @param chart what went on since this process took the run up
 * @param events what changed its course, newest first
 * @param asOf the moment
 */
public record LiveRun(Run run, RunState.Running state, List<Step> steps, Map<Outcome, Long> outcomes, double perSecond,
		Ids ids, Calls calls, LiveChart chart, List<RunEvent> events, Instant asOf) {

	/**
	 * Keeps copies.
	 */
	public LiveRun {
		steps = List.copyOf(steps);
		EnumMap<Outcome, Long> all = new EnumMap<>(Outcome.class);
		for (Outcome outcome : Outcome.values()) {
			all.put(outcome, outcomes.getOrDefault(outcome, 0L));
		}
		outcomes = all;
		events = List.copyOf(events);
	}

	/**
	 * Carts that ended so.
	 */
	public long carts(Outcome outcome) {
		return this.outcomes.getOrDefault(outcome, 0L);
	}

	/**
	 * All carts.
	 */
	public long allCarts() {
		return this.outcomes.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Carts that have an outcome.
	 */
	public long settled() {
		return allCarts() - carts(Outcome.NOT_ATTEMPTED);
	}

	/**
	 * How long the carts to come take as it goes now; null where that cannot be told.
	 */
	public @Nullable Duration left() {
		long open = carts(Outcome.NOT_ATTEMPTED);
		boolean goesOn = step().filter((step) -> step.kind() == Step.Kind.CHECKOUT).isPresent();
		return (goesOn && open > 0 && this.perSecond > 0) ? Duration.ofMillis((long) (1000 * open / this.perSecond))
				: null;
	}

	/**
	 * What is being done; empty between two steps.
	 */
	public Optional<Step> step() {
		return this.steps.stream().filter((step) -> step.progress() == Step.Progress.RUNNING).findFirst();
	}

	/**
	 * Since when the part of Partner Center that the run needs has been down; null if it
	 * is not.
	 */
	public @Nullable RunEvent outage() {
		return this.events.stream()
			.filter((event) -> event.kind() == RunEvent.Kind.OUTAGE || event.kind() == RunEvent.Kind.OUTAGE_ENDED)
			.findFirst()
			.filter((event) -> event.kind() == RunEvent.Kind.OUTAGE && !event.at().isBefore(this.state.since()))
			.orElse(null);
	}

	/**
	 * A step of the job.
	 *
	 * @param kind which
	 * @param progress where it stands
	 * @param done what is done of {@code all}; both 0 where nothing is counted
	 * @param all what there is to do
	 */
	public record Step(Kind kind, Progress progress, long done, long all) {

		/**
		 * The steps for people.
		 */
		public enum Kind {

			/** The input is read. */
			READ,
			/** Carts are read before anything is bought. */
			INSPECT,
			/** Carts are checked out. */
			CHECKOUT,
			/** Subscription ids are asked for. */
			IDS,
			/** Result files are written. */
			WRITE

		}

		/**
		 * Where a step stands.
		 */
		public enum Progress {

			/** It has not begun. */
			TO_COME,
			/** It goes on. */
			RUNNING,
			/** It is through. */
			DONE

		}
	}

	/**
	 * Where the search for subscription ids stands.
	 *
	 * @param orders orders that are still asked for
	 * @param nextLook when the next of them is; null if there is none
	 */
	public record Ids(long orders, @Nullable Instant nextLook) {
	}

	/**
	 * What the calls of the run meet.
	 *
	 * @param inFlight mean number in flight in the last slot that was kept; null if none
	 * was lately
	 * @param mostInFlight how many may be; null if it was not kept
	 * @param workers processes that have a part in it
	 * @param pace why the pace is what it is; null where nothing holds the calls back
	 * @param refused calls that were refused with 429 since this process took it up
	 * @param lastRefused the last ten seconds in which some were; null if none were
	 * @param paused how long nothing was let through because the API said so
	 */
	public record Calls(@Nullable Double inFlight, @Nullable Integer mostInFlight, int workers, @Nullable String pace,
			long refused, @Nullable Instant lastRefused, Duration paused) {
	}

}
