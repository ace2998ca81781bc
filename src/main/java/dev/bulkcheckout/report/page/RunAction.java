package dev.bulkcheckout.report.page;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import dev.bulkcheckout.report.RunLine;
import dev.bulkcheckout.report.RunProgress;
import dev.bulkcheckout.report.RunState;

/**
 * What an operator can do with a run on the page.
 */
public enum RunAction {

	/** Ask whoever works on it to stop. */
	STOP("stop", "Stop"),
	/** Go on with it. */
	RESTART("restart", "Restart"),
	/** Make a new run of its carts by outcome. */
	RERUN("rerun", "Rerun"),
	/** Ask again for its subscription ids. */
	RECONCILE("reconcile", "Reconcile"),
	/** Let it buy what was planned. */
	APPROVE("approve", "Approve");

	private final String path;

	private final String label;

	RunAction(String path, String label) {
		this.path = path;
		this.label = label;
	}

	/**
	 * Its name in addresses, and that of the command that does the same.
	 */
	public String path() {
		return this.path;
	}

	/**
	 * The action of that name.
	 * @throws IllegalArgumentException if there is none
	 */
	public static RunAction ofPath(String path) {
		return valueOf(path.toUpperCase(Locale.ROOT));
	}

	/**
	 * Its name on a button.
	 */
	public String label() {
		return this.label;
	}

	/**
	 * What can be done with a run as it stands.
	 */
	public static Set<RunAction> of(RunLine line) {
		Set<RunAction> actions = EnumSet.noneOf(RunAction.class);
		switch (line.state()) {
			case RunState.Running running -> add(actions, STOP, running.stopRequestedAt() == null);
			case RunState.Stopped stopped -> add(actions, RESTART, canGoOn(line));
			case RunState.Crashed crashed -> add(actions, RESTART, canGoOn(line));
			case RunState.Waiting waiting -> add(actions, RESTART, canGoOn(line));
			case RunState.Planned planned -> actions.add(APPROVE);
			case RunState.Finished finished -> {
				boolean bought = !line.run().isPreflight();
				add(actions, RECONCILE, bought && !line.run().rehearsal() && idsOpen(line) > 0);
				add(actions, RERUN, bought && line.rerunnable() > 0);
			}
		}
		return actions;
	}

	private static void add(Set<RunAction> actions, RunAction action, boolean can) {
		if (can) {
			actions.add(action);
		}
	}

	/** Before the rows are in the ledger, only the input can bring them there. */
	private static boolean canGoOn(RunLine line) {
		return line.progress().phase() != RunProgress.Phase.STAGING || line.run().rerunOf() != null;
	}

	private static long idsOpen(RunLine line) {
		return line.progress().idsAwaited() + line.progress().idsMissing();
	}

}
