package dev.bulkcheckout.report.page;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.ledger.RunEvent;
import dev.bulkcheckout.report.RunLine;
import dev.bulkcheckout.report.RunReport;

/**
 * What the page of one run shows.
 *
 * @param line the run in brief
 * @param live what goes on; null if nobody works on it
 * @param report what it came to; null while somebody works on it
 * @param events what changed its course, newest first
 * @param version by which the server knows whether this has been overtaken
 */
public record RunView(RunLine line, @Nullable LiveRun live, @Nullable RunReport report, List<RunEvent> events,
		String version) {

	/**
	 * Keeps a copy.
	 */
	public RunView {
		events = List.copyOf(events);
	}

}
