package dev.bulkcheckout.job;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;

import org.jspecify.annotations.Nullable;

/**
 * How a run is to go about it. Kept with the run, so that a restart goes on in the same
 * way.
 *
 * @param output where the result files go; null for {@code output/run-N}
 * @param concurrency calls in flight at the most
 * @param rate calls a second at the most; null for as fast as the API bears
 * @param reconcileFor how long subscription ids are asked for
 * @param patience how long to wait for an API or a database that is down
 * @param maxRefused how much may be refused before the run stops
 * @param stopAt when to stop, in the machine's time zone; null for never
 * @param alsoReconcileOlder whether ids still missing from former runs are asked for, too
 * @param rehearsal whether the simulator is asked, not Partner Center
 */
public record RunOptions(@Nullable Path output, int concurrency, @Nullable Double rate, Duration reconcileFor,
		Duration patience, MaxRefused maxRefused, @Nullable LocalTime stopAt, boolean alsoReconcileOlder,
		boolean rehearsal) {

	/**
	 * Refuses nonsense by the option's name.
	 */
	public RunOptions {
		check(concurrency >= 1 && concurrency <= 10_000, "--concurrency must be from 1 to 10000");
		check(rate == null || rate > 0, "--rate must be more than 0");
		check(!reconcileFor.isNegative(), "--reconcile-for must not be negative");
		check(!patience.isNegative(), "--patience must not be negative");
	}

	private static void check(boolean holds, String message) {
		if (!holds) {
			throw new IllegalArgumentException(message);
		}
	}

	/**
	 * The same, with result files where a new run has them: a rerun must not write over
	 * those of the run it was made of.
	 */
	public RunOptions withoutOutput() {
		return new RunOptions(null, this.concurrency, this.rate, this.reconcileFor, this.patience, this.maxRefused,
				this.stopAt, this.alsoReconcileOlder, this.rehearsal);
	}

	/**
	 * Where the result files of the given run go.
	 */
	public Path outputOf(long run) {
		return (this.output != null) ? this.output : Path.of("output", "run-" + run);
	}

}
