package dev.bulkcheckout.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Explanation;
import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.cart.InspectionVerdict;
import dev.bulkcheckout.cart.Objection;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.ledger.CarriedCarts;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.RunCounts;

/**
 * All that is told of one run, as of one moment.
 *
 * @param run what the ledger keeps of it
 * @param state where it stands
 * @param progress how far it has come
 * @param counts its counts
 * @param orders how many orders its carts made
 * @param money what its orders cost, by currency, largest first
 * @param ordersWithoutPrice orders that tell none
 * @param checkoutsPerSecond carts settled a second while carts were being settled: pauses
 * of more than five minutes, such as between a crash and the restart, do not count; empty
 * for fewer than two carts
 * @param pace why the pace was what it was when calls were held back last; null if they
 * never were, or the run is older than that was kept
 * @param steps the job's steps in the order in which they began
 * @param causes why carts are not ordered, the most frequent first
 * @param moreCauses causes beyond these
 * @param openLines order lines without an expected subscription id, in the order of the
 * input
 * @param moreOpenLines open lines beyond these
 * @param notes what was odd about answers, in the order of the input
 * @param moreNotes notes beyond these
 * @param preflight what was found before anything was bought; null if nobody looked
 * @param reruns the runs that were made of this run's carts, oldest first
 * @param carriedOver carts that were not in its input, but left by former runs of its
 * job; null if there are none
 * @param asOf the moment at which this was so
 */
public record RunReport(Run run, RunState state, RunProgress progress, RunCounts counts, long orders, List<Money> money,
		long ordersWithoutPrice, OptionalDouble checkoutsPerSecond, @Nullable String pace, List<Step> steps,
		List<Cause> causes, long moreCauses, List<OpenLine> openLines, long moreOpenLines, List<Note> notes,
		long moreNotes, @Nullable PreflightReport preflight, List<Rerun> reruns, @Nullable CarriedOver carriedOver,
		Instant asOf) {

	/**
	 * Keeps copies.
	 */
	public RunReport {
		money = List.copyOf(money);
		steps = List.copyOf(steps);
		causes = List.copyOf(causes);
		openLines = List.copyOf(openLines);
		notes = List.copyOf(notes);
		reruns = List.copyOf(reruns);
	}

	/**
	 * What happened and what is to be done.
	 */
	public RunVerdict verdict() {
		return RunVerdict.of(this);
	}

	/**
	 * Subscription ids that should be there.
	 */
	public long idsExpected() {
		return RunVerdict.expected(this);
	}

	/**
	 * Those that are not; an order that came without lines counts as one.
	 */
	public long idsMissing() {
		return RunVerdict.missing(this);
	}

	/**
	 * The same run once its last step, the writing of files, has ended.
	 */
	public RunReport finished() {
		RunState finished = new RunState.Finished(this.asOf, exitCode());
		RunProgress done = new RunProgress(RunProgress.Phase.DONE, this.progress.carts(), this.progress.settled(),
				this.progress.idsExpected(), this.progress.idsAwaited(), this.progress.idsMissing(),
				this.progress.nextLook());
		return new RunReport(this.run, finished, done, this.counts, this.orders, this.money, this.ordersWithoutPrice,
				this.checkoutsPerSecond, this.pace, this.steps, this.causes, this.moreCauses, this.openLines,
				this.moreOpenLines, this.notes, this.moreNotes, this.preflight, this.reruns, this.carriedOver,
				this.asOf);
	}

	private int exitCode() {
		if (!this.run.isPreflight()) {
			return this.counts.exitCode();
		}
		boolean all = this.counts.rejected() == 0
				&& (this.preflight == null || this.preflight.held() + this.preflight.notRead() == 0);
		return (all ? ExitCode.OK : ExitCode.NEEDS_PERSON).code();
	}

	/**
	 * A step of the job, all its tries together.
	 *
	 * @param name the step's name
	 * @param status in plain words
	 * @param startedAt when it first began
	 * @param endedAt when its last try ended; null while it has not
	 * @param tries how often it was begun
	 * @param duration of all tries, without the pauses between them
	 */
	public record Step(String name, String status, Instant startedAt, @Nullable Instant endedAt, int tries,
			Duration duration) {
	}

	/**
	 * What was odd about the answer that settled a cart.
	 *
	 * @param line of the input
	 * @param customer whose cart it is
	 * @param cart its id
	 * @param says what was odd
	 */
	public record Note(long line, String customer, String cart, String says) {
	}

	/**
	 * A reason that carts have in common.
	 *
	 * @param outcome what they ended in; never {@code ORDERED}
	 * @param httpStatus of the last answer
	 * @param code of the last answer, or of the first order error
	 * @param carts how many
	 * @param exampleLine the line of the first of them
	 * @param exampleCustomer its customer
	 * @param exampleCart its cart id
	 * @param exampleCorrelation its MS-CorrelationId
	 * @param description what was said of it
	 * @param explanation what that means and what to do, where the code is known
	 */
	public record Cause(Outcome outcome, @Nullable Integer httpStatus, @Nullable String code, long carts,
			long exampleLine, String exampleCustomer, String exampleCart, @Nullable String exampleCorrelation,
			@Nullable String description, @Nullable Explanation explanation) {

		/**
		 * What was found before anything was asked stands where an answer's code does.
		 */
		public Cause {
			explanation = (explanation != null) ? explanation : beforeBuying(code);
		}

		private static @Nullable Explanation beforeBuying(@Nullable String code) {
			return Stream
				.concat(Arrays.stream(InspectionVerdict.values())
					.filter((verdict) -> verdict.name().equals(code))
					.map((verdict) -> new Explanation(verdict.words(), verdict.advice())),
						Arrays.stream(Objection.values())
							.filter((objection) -> objection.name().equals(code))
							.map(Objection::explanation))
				.findFirst()
				.orElse(null);
		}

		/**
		 * Whether Partner Center was asked for these carts.
		 */
		public boolean wasAsked() {
			return beforeBuying(this.code) == null;
		}

		/**
		 * What was said, without the status and code that stand beside it.
		 */
		public @Nullable String said() {
			if (this.description == null) {
				return null;
			}
			String status = "HTTP " + this.httpStatus;
			String head = ((this.code != null) ? status + " code " + this.code : status) + ": ";
			return this.description.startsWith(head) ? this.description.substring(head.length()) : this.description;
		}

		/**
		 * What a person does about it; one sentence for every cause.
		 */
		public String advice() {
			return switch (this.outcome) {
				case PARTIALLY_ORDERED -> "Some lines became orders, others did not: buy the rest with a new cart, "
						+ "a rerun would not take these.";
				case ALREADY_ORDERED -> "Nothing is to be bought again: look its orders up in Partner Center.";
				case UNKNOWN -> "Rerun: it asks for the same cart, which is bought once at the most.";
				case NOT_ATTEMPTED -> (this.explanation != null) ? Labels.sentence(this.explanation.advice())
						: "Restart: the cart was left without an answer that was about it.";
				case REFUSED, ORDERED -> (this.explanation != null) ? Labels.sentence(this.explanation.advice())
						: "Read what was said, mend the cart, then rerun.";
			};
		}

		/**
		 * What it means, where that is known: a sentence without its full stop.
		 */
		public @Nullable String meaning() {
			return switch (this.outcome) {
				case ALREADY_ORDERED -> "Ordered before; its orders could not be found";
				case UNKNOWN -> "No readable answer up to the last attempt"
						+ ((this.explanation != null) ? ": " + this.explanation.meaning() : "");
				default -> (this.explanation != null) ? Labels.capital(this.explanation.meaning()) : null;
			};
		}
	}

	/**
	 * An order line without an expected subscription id.
	 *
	 * @param customer whose order it is
	 * @param order the order's id
	 * @param lineItem its number in the order; null if the order came without lines
	 * @param friendlyName for humans
	 * @param state {@code AWAITED} or {@code MISSING}
	 * @param orderStatus as last received
	 * @param reads how often the order was asked for
	 * @param secondReads how often its subscriptions were asked for
	 * @param nextLook when it is asked for again; null if it is not
	 * @param problem what hindered the last look
	 */
	public record OpenLine(String customer, String order, @Nullable Integer lineItem, @Nullable String friendlyName,
			SubscriptionState state, @Nullable String orderStatus, int reads, int secondReads,
			@Nullable Instant nextLook, @Nullable String problem) {
	}

	/**
	 * A run that was made of this run's carts.
	 *
	 * @param id its number
	 * @param outcomes which outcomes were taken
	 */
	public record Rerun(RunId id, @Nullable String outcomes) {
	}

	/**
	 * Carts that were not in the run's input, but left by former runs of its job.
	 *
	 * @param all how many, and from which runs
	 * @param carts the first of them, in the order of their lines
	 * @param more carts beyond these
	 */
	public record CarriedOver(CarriedCarts.Carried all, List<CarriedCart> carts, long more) {

		/**
		 * Keeps a copy.
		 */
		public CarriedOver {
			carts = List.copyOf(carts);
		}
	}

	/**
	 * A cart that a former run left.
	 *
	 * @param line in this run, behind those of its input
	 * @param customer whose cart it is
	 * @param cart its id
	 * @param from the run that asked for it last
	 * @param fromLine its line there
	 * @param firstSeenAt when a run had it for the first time
	 */
	public record CarriedCart(long line, String customer, String cart, RunId from, long fromLine, Instant firstSeenAt) {
	}

}
