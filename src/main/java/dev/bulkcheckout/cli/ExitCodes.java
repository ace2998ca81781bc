package dev.bulkcheckout.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the program tells its scheduler.
 */
final class ExitCodes {

	/** Every cart ordered, every expected subscription id there. */
	static final int OK = 0;

	/** An unexpected error of ours. */
	static final int UNEXPECTED = 1;

	/** Usage, settings or input: nothing was attempted. */
	static final int USAGE = 2;

	/** Finished; some carts or rows need a person. */
	static final int NEEDS_PERSON = 3;

	/** Finished, every cart ordered, but some subscription ids still missing. */
	static final int LACKS_IDS = 4;

	/** Stopped or failed before the end: {@code restart} goes on. */
	static final int RESTARTABLE = 5;

	/** Another process is working on this very run. */
	static final int WORKED_ON = 6;

	private ExitCodes() {
	}

	/**
	 * The codes and their meaning, for the help.
	 */
	static Map<String, String> legend() {
		Map<String, String> legend = new LinkedHashMap<>();
		legend.put(" 0", "every cart ordered, every expected subscription id there");
		legend.put(" 1", "an unexpected error of ours");
		legend.put(" 2", "usage, settings or input: nothing was attempted");
		legend.put(" 3", "finished; some carts or rows need a person");
		legend.put(" 4", "finished, every cart ordered, but some subscription ids still missing");
		legend.put(" 5", "stopped or failed before the end: 'restart' goes on");
		legend.put(" 6", "another process is working on this very run");
		return legend;
	}

}
