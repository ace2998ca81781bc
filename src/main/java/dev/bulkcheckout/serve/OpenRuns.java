package dev.bulkcheckout.serve;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.throttling.StopReason;

/**
 * The runs that this process takes part in, each open as long as it has partitions here,
 * and a little longer: the next partition then finds the pace that was learned. Safe for
 * use by many threads; whoever opens a run keeps the others waiting.
 */
final class OpenRuns {

	private static final long IDLE = Duration.ofSeconds(10).toNanos();

	private final RunOpener opener;

	private final Map<RunId, Entry> runs = new HashMap<>();

	private boolean draining;

	OpenRuns(RunOpener opener) {
		this.opener = opener;
	}

	/**
	 * The run, to be given back; empty if it cannot be worked on here now.
	 */
	synchronized Optional<OpenRun> acquire(RunId run) throws InterruptedException {
		closeIdle();
		Entry entry = this.runs.get(run);
		if (this.draining || (entry != null && entry.open.part().stop().isRaised())) {
			return Optional.empty();
		}
		if (entry == null) {
			Optional<OpenRun> opened = this.opener.open(run);
			if (opened.isEmpty()) {
				return Optional.empty();
			}
			entry = new Entry(opened.get());
			this.runs.put(run, entry);
		}
		entry.users++;
		return Optional.of(entry.open);
	}

	/**
	 * Gives a run back.
	 */
	synchronized void release(RunId run) {
		Entry entry = this.runs.get(run);
		if (entry != null) {
			entry.users--;
			entry.idleSince = System.nanoTime();
		}
		closeIdle();
	}

	/**
	 * Ends the part of this process in all runs: what is in flight is settled.
	 */
	synchronized void drain(StopReason why) {
		this.draining = true;
		this.runs.values().forEach((entry) -> entry.open.part().stop().raise(why));
		closeIdle();
	}

	/**
	 * Closes what nobody uses any more.
	 */
	synchronized void closeIdle() {
		for (Iterator<Entry> entries = this.runs.values().iterator(); entries.hasNext();) {
			Entry entry = entries.next();
			boolean over = this.draining || entry.open.part().stop().isRaised()
					|| System.nanoTime() - entry.idleSince > IDLE;
			if (entry.users == 0 && over) {
				entries.remove();
				entry.open.close();
			}
		}
	}

	private static final class Entry {

		private final OpenRun open;

		private int users;

		private long idleSince;

		Entry(OpenRun open) {
			this.open = open;
		}

	}

}
