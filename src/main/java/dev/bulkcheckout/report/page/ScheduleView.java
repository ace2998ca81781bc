package dev.bulkcheckout.report.page;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is due, what was fired, and who works.
 *
 * @param jobs by name
 * @param workers who has partitions of runs
 * @param shared runs that have partitions
 * @param asOf the moment
 */
public record ScheduleView(List<Job> jobs, List<ServedJobs.Worker> workers, List<ServedJobs.SharedRun> shared,
		Instant asOf) {

	/**
	 * Keeps copies.
	 */
	public ScheduleView {
		jobs = List.copyOf(jobs);
		workers = List.copyOf(workers);
		shared = List.copyOf(shared);
	}

	/**
	 * A job that this process serves.
	 *
	 * @param name of the job
	 * @param cron when it is fired; null if files are taken as they come
	 * @param timeZone of the cron
	 * @param inbox folder that its CSVs come to
	 * @param files what is there; null if that cannot be read
	 * @param next when it is due; null if no process has served it yet
	 * @param last its last fires, newest first
	 */
	public record Job(String name, @Nullable String cron, @Nullable String timeZone, String inbox,
			@Nullable Files files, ServedJobs.@Nullable NextFire next, List<ServedJobs.LastFire> last) {

		/**
		 * Keeps a copy.
		 */
		public Job {
			last = List.copyOf(last);
		}
	}

	/**
	 * How many CSVs are in the folders of an inbox.
	 *
	 * @param waiting not taken yet
	 * @param taken being worked on
	 * @param done through
	 * @param failed refused, or left before their end
	 */
	public record Files(long waiting, long taken, long done, long failed) {
	}

}
