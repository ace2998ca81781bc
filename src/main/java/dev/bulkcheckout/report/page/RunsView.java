package dev.bulkcheckout.report.page;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.ledger.PageAction;
import dev.bulkcheckout.ledger.RunCounts;
import dev.bulkcheckout.report.Labels;
import dev.bulkcheckout.report.Numbers;
import dev.bulkcheckout.report.OpenRunLine;
import dev.bulkcheckout.report.RunLine;

/**
 * What the list of runs shows.
 *
 * @param live runs that are worked on
 * @param asked what was asked for and is not begun, oldest first
 * @param open runs that are not through, among them those
 * @param moreWaiting whether there are more of these
 * @param runs a page of all runs, newest first
 * @param older whether newer ones are on another page
 * @param cursor the run before which the next page begins; null on the last one
 * @param next the next job that is due; null if none is
 * @param version by which the server knows whether this has been overtaken
 */
public record RunsView(List<LiveRun> live, List<PageAction> asked, List<OpenRunLine> open, boolean moreWaiting,
		List<RunLine> runs, boolean older, @Nullable Long cursor, ServedJobs.@Nullable NextFire next, String version) {

	/**
	 * Keeps copies.
	 */
	public RunsView {
		live = List.copyOf(live);
		asked = List.copyOf(asked);
		open = List.copyOf(open);
		runs = List.copyOf(runs);
	}

	/**
	 * Runs on which nobody works and that are not through.
	 */
	public List<OpenRunLine> waiting() {
		return this.open.stream().filter((each) -> !isLive(each.line().run().id())).toList();
	}

	private boolean isLive(RunId run) {
		return this.live.stream().anyMatch((each) -> each.run().id().equals(run));
	}

	/**
	 * The line of a run that is worked on; null if that began just now.
	 */
	public @Nullable RunLine lineOf(RunId run) {
		return Stream.concat(this.open.stream().map(OpenRunLine::line), this.runs.stream())
			.filter((line) -> line.run().id().equals(run))
			.findFirst()
			.orElse(null);
	}

	/**
	 * What a finished run has left to a person, without a full stop.
	 */
	public static String left(RunCounts counts) {
		long carts = counts.allCarts() - counts.carts(Outcome.ORDERED);
		long failed = counts.lines(SubscriptionState.ORDER_FAILED);
		long ids = counts.lines(SubscriptionState.AWAITED) + counts.lines(SubscriptionState.MISSING)
				+ counts.bareOrders();
		return Stream
			.of(counted(carts, "cart"), counted(counts.rejected(), "input row"), counted(failed, "failed order line"),
					counted(ids, "missing subscription id"))
			.filter(Objects::nonNull)
			.collect(Collectors.joining(", "));
	}

	private static @Nullable String counted(long count, String noun) {
		return (count > 0) ? Numbers.of(count, noun) : null;
	}

	/**
	 * How its carts ended that were not ordered, as a sentence; empty for none.
	 */
	public static String outcomes(RunCounts counts) {
		String outcomes = Stream.of(Outcome.values())
			.filter((outcome) -> outcome != Outcome.ORDERED && counts.carts(outcome) > 0)
			.map((outcome) -> Numbers.of(counts.carts(outcome)) + " " + Labels.of(outcome))
			.collect(Collectors.joining(", "));
		return outcomes.isEmpty() ? "" : outcomes + ".";
	}

}
