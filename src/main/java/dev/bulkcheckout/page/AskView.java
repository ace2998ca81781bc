package dev.bulkcheckout.page;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.action.Question;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.report.Numbers;
import dev.bulkcheckout.report.Purchase;
import dev.bulkcheckout.report.RunLine;
import dev.bulkcheckout.report.RunReport;
import dev.bulkcheckout.report.page.RunAction;

/**
 * What somebody is asked before something is done with a run.
 *
 * @param line the run as it stands
 * @param action what would be done
 * @param question what it would do; null for a stop, and where it cannot be done
 * @param refusal why it cannot be done; null where it can
 * @param jobs one of which is to be named first; empty where that is clear
 * @param refused why carts were refused, the most frequent first; of a rerun
 * @param key tells this request from the same one sent again
 */
public record AskView(RunLine line, RunAction action, @Nullable Question question, @Nullable String refusal,
		List<String> jobs, List<RunReport.Cause> refused, String key) {

	/** What a rerun takes unless it is told otherwise. */
	static final Set<Outcome> RERUN = EnumSet.of(Outcome.REFUSED, Outcome.UNKNOWN, Outcome.NOT_ATTEMPTED);

	/**
	 * Keeps copies.
	 */
	public AskView {
		jobs = List.copyOf(jobs);
		refused = List.copyOf(refused);
	}

	/**
	 * The number of the run.
	 */
	public long id() {
		return this.line.run().id().value();
	}

	/**
	 * Outcomes that a rerun may take.
	 */
	public Set<Outcome> outcomes() {
		return RERUN;
	}

	/**
	 * Carts of an outcome that would be taken.
	 */
	public long carts(Outcome outcome) {
		Purchase purchase = (this.question != null) ? this.question.purchase() : null;
		return (purchase != null) ? purchase.outcomes().getOrDefault(outcome, 0L) : 0;
	}

	/**
	 * Why most carts were refused, without a full stop; null where none were.
	 */
	public @Nullable String causes() {
		return this.refused.isEmpty() ? null
				: this.refused.stream()
					.limit(2)
					.map((cause) -> Numbers.of(cause.carts(), "cart") + ": " + words(cause))
					.collect(Collectors.joining("; "));
	}

	private static String words(RunReport.Cause cause) {
		String meaning = cause.meaning();
		String said = cause.said();
		String words = (meaning != null) ? meaning : (said != null) ? "“" + said + "”" : "refused without a word";
		return (cause.code() != null) ? "%s (%s)".formatted(words, cause.code()) : words;
	}

	/**
	 * What is known of what carts cost, in a sentence.
	 */
	public static String money(@Nullable Purchase purchase) {
		if (purchase == null || purchase.money().isEmpty()) {
			return "The cost is not known here: no cart was read before.";
		}
		String known = purchase.money()
			.stream()
			.map((money) -> money.currency() + " " + Numbers.of(money.total()))
			.collect(Collectors.joining(" and "));
		return "As they said when they were read, %s without tax%s.".formatted(known, (purchase.unpriced() > 0)
				? "; what %s of them cost is not known".formatted(Numbers.of(purchase.unpriced())) : "");
	}

}
