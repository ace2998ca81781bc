package dev.bulkcheckout.report.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.ledger.ActionRequest;
import dev.bulkcheckout.ledger.PageAction;
import dev.bulkcheckout.ledger.RunEvent;
import dev.bulkcheckout.report.Labels;
import dev.bulkcheckout.report.Numbers;
import dev.bulkcheckout.report.RunLine;
import dev.bulkcheckout.report.RunReport;

/**
 * What the page of one run shows.
 *
 * @param line the run in brief
 * @param live what goes on; null if nobody works on it
 * @param report what it came to; null while somebody works on it
 * @param events what changed its course, newest first
 * @param actions what was done with it on the page, newest first
 * @param version by which the server knows whether this has been overtaken
 */
public record RunView(RunLine line, @Nullable LiveRun live, @Nullable RunReport report, List<RunEvent> events,
		List<PageAction> actions, String version) {

	/**
	 * Keeps copies.
	 */
	public RunView {
		events = List.copyOf(events);
		actions = List.copyOf(actions);
	}

	/**
	 * Where something that was asked for stands, in words.
	 */
	public static String state(PageAction action) {
		return Labels.capital(action.state().toLowerCase(Locale.ROOT).replace('_', ' '));
	}

	/**
	 * What somebody asked for, in words.
	 */
	public static String words(PageAction action) {
		ActionRequest request = action.request();
		Long carts = request.carts();
		String what = switch (request.kind()) {
			case STOP -> "stop";
			case RESTART -> "restart";
			case RECONCILE -> "reconcile";
			case RERUN ->
				"rerun of " + request.outcomes().stream().sorted().map(Labels::of).collect(Collectors.joining(", "));
			case LAUNCH -> "launch";
			case APPROVE -> "approval";
		};
		return what + (request.rehearsal() ? ", rehearsal" : "")
				+ ((carts != null) ? ", " + Numbers.of(carts, "cart") + " confirmed" : "");
	}

}
