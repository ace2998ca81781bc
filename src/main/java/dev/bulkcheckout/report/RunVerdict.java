package dev.bulkcheckout.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.RunCounts;

/**
 * What happened to a run and what is to be done next, as every report of it says it
 * first.
 *
 * @param tone how urgent it is
 * @param headline one sentence, without a full stop; may quote what the API said
 * @param next at most four steps, most urgent first; empty where nothing is to be done
 */
public record RunVerdict(Tone tone, String headline, List<NextStep> next) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/** What a person does with these is in no command. */
	private static final String BY_HAND = "mend by hand";

	/**
	 * Keeps a copy.
	 */
	public RunVerdict {
		next = List.copyOf(next);
	}

	/**
	 * How urgent it is; the names are those in JSON.
	 */
	public enum Tone {

		/** Nothing is to be done. */
		OK,
		/** It is being worked on. */
		RUNNING,
		/** Finished; somebody has something to do. */
		ATTENTION,
		/** It ended before its end. */
		STOPPED

	}

	/**
	 * Something to do.
	 *
	 * @param what is the matter, with its count
	 * @param how it is mended; a clause that begins with a small letter
	 * @param command to give, as it stands; it never buys; null for hand work
	 * @param files where the carts or rows are, by their names in the result directory
	 */
	public record NextStep(String what, String how, @Nullable String command, List<String> files) {

		/**
		 * Keeps a copy.
		 */
		public NextStep {
			files = List.copyOf(files);
		}
	}

	static RunVerdict of(RunReport report) {
		RunCounts counts = report.counts();
		return switch (report.state()) {
			case RunState.Finished finished when report.run().isPreflight() -> preflight(report, report.preflight());
			case RunState.Planned planned -> preflight(report, report.preflight());
			case RunState.Finished finished -> {
				List<NextStep> next = steps(ids(report), rerun(report), byHand(counts));
				boolean attention = counts.needsPerson() || counts.lacksIds();
				yield new RunVerdict(attention ? Tone.ATTENTION : Tone.OK, ended(report) + carried(report), next);
			}
			case RunState.Running running ->
				new RunVerdict(Tone.RUNNING, "Still running: " + undone(report), List.of());
			case RunState.Stopped stopped -> stopped(report, "Stopped because " + (stopped.reason().isEmpty()
					? "of a reason that was not noted" : RunSentence.trimmed(stopped.reason())), stopped.advice());
			case RunState.Crashed crashed -> stopped(report, "The process that worked on it is gone", "");
			case RunState.Waiting waiting -> stopped(report, "Nobody works on it", "");
		};
	}

	/**
	 * What buys is not given as a command to copy.
	 */
	private static RunVerdict preflight(RunReport report, @Nullable PreflightReport found) {
		long all = report.counts().allCarts();
		long going = (found != null) ? found.going() : 0;
		long rows = report.counts().rejected();
		if (all + rows == 0) {
			return new RunVerdict(Tone.OK, "The input names no cart", List.of());
		}
		NextStep buy = (going == 0) ? null
				: new NextStep(Numbers.of(going, "cart") + " would go", buying(report.run()), null, List.of());
		if (going == all && rows == 0) {
			return new RunVerdict(Tone.OK, "Every cart would go" + carried(report), steps(buy));
		}
		NextStep mend = (going == all) ? null : new NextStep(Numbers.of(all - going, "cart") + " would not",
				"mend what stands there, then look again", null, List.of("preflight.csv"));
		NextStep rejected = (rows == 0) ? null
				: new NextStep(Numbers.of(rows, "rejected row"), BY_HAND, null, List.of("rejected.csv"));
		return new RunVerdict(Tone.ATTENTION,
				"%s of %s would go".formatted(Numbers.of(going), Numbers.of(all, "cart")) + carried(report),
				steps(mend, rejected, buy));
	}

	private static String buying(Run run) {
		return run.isPreflight()
				? "'bulk-checkout run " + run.inputName() + " --preflight' looks once more and buys only those"
				: "'bulk-checkout approve %d' lets this run buy them%s, if they are still the same"
					.formatted(run.id().value(), limits(run));
	}

	/**
	 * How far what it may spend goes, to follow what it would buy; empty where that has
	 * no limit for the run.
	 */
	public static String limits(Run run) {
		String limits = JSON.readTree(run.options())
			.properties()
			.stream()
			.filter((option) -> option.getKey().startsWith("bulk-checkout.max-spend["))
			.map((option) -> "--max-spend " + option.getValue().asString())
			.collect(Collectors.joining(" and "));
		return limits.isEmpty() ? "" : " as far as " + limits + " goes";
	}

	private static RunVerdict stopped(RunReport report, String why, String advice) {
		Run run = report.run();
		boolean input = report.progress().phase() == RunProgress.Phase.STAGING && run.rerunOf() == null;
		String mend = advice.isEmpty() ? "" : RunSentence.trimmed(advice) + "; then ";
		NextStep goOn = input
				? new NextStep("The input is not in the ledger yet", mend + "give the same command again", null,
						List.of())
				: new NextStep(undone(report), mend + "go on where it stood",
						"bulk-checkout restart " + run.id().value(), List.of());
		return new RunVerdict(Tone.STOPPED, why + ": " + undone(report), steps(goOn, byHand(report.counts())));
	}

	private static List<NextStep> steps(@Nullable NextStep... steps) {
		List<NextStep> given = new ArrayList<>();
		for (NextStep step : steps) {
			if (step != null) {
				given.add(step);
			}
		}
		return given;
	}

	private static String undone(RunReport report) {
		RunCounts counts = report.counts();
		long open = counts.carts(Outcome.NOT_ATTEMPTED);
		long awaited = report.progress().idsAwaited();
		if (report.progress().phase() == RunProgress.Phase.STAGING) {
			return "no cart was asked";
		}
		if (open > 0) {
			return "%s of %s %s not settled".formatted(Numbers.of(open), Numbers.of(counts.allCarts(), "cart"),
					(open == 1) ? "is" : "are");
		}
		return (awaited > 0)
				? "every cart is settled, %s still to come"
					.formatted(Numbers.of(awaited, "subscription id") + ((awaited == 1) ? " is" : " are"))
				: "every cart is settled, the result files are not written";
	}

	private static String ended(RunReport report) {
		RunCounts counts = report.counts();
		long carts = counts.allCarts() - counts.carts(Outcome.ORDERED);
		long failed = counts.lines(SubscriptionState.ORDER_FAILED);
		if (counts.allCarts() == 0 && counts.rejected() == 0) {
			return "The input names no cart";
		}
		String people = and(Stream
			.of((carts > 0) ? "%s of %s".formatted(Numbers.of(carts), Numbers.of(counts.allCarts(), "cart")) : "",
					(counts.rejected() > 0) ? Numbers.of(counts.rejected(), "input row") : "",
					(failed > 0) ? Numbers.of(failed, "order line") + " that failed at Microsoft" : "")
			.toList());
		if (!people.isEmpty()) {
			boolean one = carts + counts.rejected() + failed == 1;
			return people + (one ? " needs a person" : " need a person");
		}
		long missing = missing(report);
		if (missing > 0) {
			return "Every cart is ordered; %s of %s not come".formatted(Numbers.of(missing),
					Numbers.of(expected(report), "subscription id") + ((missing == 1) ? " has" : " have"));
		}
		return "Every cart is ordered and every subscription id is there";
	}

	private static String carried(RunReport report) {
		return (report.carriedOver() != null) ? "; " + report.carriedOver().all().words() : "";
	}

	private static @Nullable NextStep ids(RunReport report) {
		long missing = missing(report);
		if (missing == 0) {
			return null;
		}
		boolean rehearsal = report.run().rehearsal();
		return new NextStep(Numbers.of(missing, "subscription id") + ((missing == 1) ? " is" : " are") + " missing",
				rehearsal ? "in a real run 'bulk-checkout reconcile' asks again; the simulator of a rehearsal is gone"
						: "ask again",
				rehearsal ? null : "bulk-checkout reconcile " + report.run().id().value(), List.of("orders.csv"));
	}

	/**
	 * Ids that should be there and are not; an order without lines lacks one at least.
	 */
	static long missing(RunReport report) {
		RunCounts counts = report.counts();
		return counts.lines(SubscriptionState.AWAITED) + counts.lines(SubscriptionState.MISSING) + counts.bareOrders();
	}

	static long expected(RunReport report) {
		return report.counts().lines(SubscriptionState.PROVISIONED) + missing(report);
	}

	private static @Nullable NextStep rerun(RunReport report) {
		RunCounts counts = report.counts();
		long refused = counts.carts(Outcome.REFUSED);
		long unknown = counts.carts(Outcome.UNKNOWN);
		long heldBack = counts.carts(Outcome.NOT_ATTEMPTED);
		if (refused + unknown + heldBack == 0) {
			return null;
		}
		String what = and(Stream
			.of((refused > 0) ? Numbers.of(refused, "cart") + " refused" : "",
					(unknown > 0) ? Numbers.of(unknown, "cart") + " with unknown outcome" : "",
					(heldBack > 0) ? Numbers.of(heldBack, "cart") + " not attempted" : "")
			.toList());
		return new NextStep(what, (refused > 0) ? "mend what was refused, then look what a rerun would take"
				: (heldBack > 0) ? "see why, then look what a rerun would take"
						: "look what a rerun would take; it asks for the same carts, each is bought once at the most",
				"bulk-checkout rerun " + report.run().id().value() + " --dry-run", List.of("needs-attention.csv"));
	}

	private static @Nullable NextStep byHand(RunCounts counts) {
		List<String> what = new ArrayList<>();
		List<String> files = new ArrayList<>();
		hand(counts.carts(Outcome.PARTIALLY_ORDERED), "partially ordered cart", "order-errors.csv", what, files);
		hand(counts.carts(Outcome.ALREADY_ORDERED), "cart ordered before", "results.csv", what, files);
		hand(counts.lines(SubscriptionState.ORDER_FAILED), "order line that failed at Microsoft", "orders.csv", what,
				files);
		hand(counts.rejected(), "rejected row", "rejected.csv", what, files);
		return what.isEmpty() ? null : new NextStep(and(what), BY_HAND, null, files);
	}

	private static void hand(long count, String noun, String file, List<String> what, List<String> files) {
		if (count > 0) {
			String[] words = noun.split(" (?=that |ordered before)", 2);
			what.add(Numbers.of(count, words[0]) + ((words.length > 1) ? " " + words[1] : ""));
			files.add(file);
		}
	}

	private static String and(List<String> parts) {
		List<String> given = parts.stream().filter((part) -> !part.isEmpty()).toList();
		if (given.size() < 2) {
			return String.join("", given);
		}
		return given.subList(0, given.size() - 1).stream().collect(Collectors.joining(", ")) + " and "
				+ given.getLast();
	}

}
