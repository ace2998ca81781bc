package dev.bulkcheckout.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

import dev.bulkcheckout.ledger.DatabaseFaults;
import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Works on what is in the inbox of one job, one file after the other.
 */
final class InboxWork {

	private static final Logger logger = LoggerFactory.getLogger(InboxWork.class);

	private final JobSettings job;

	private final Inbox inbox;

	private final JobLauncher launcher;

	private final Tenants tenants;

	private final StopSignal drain;

	private final InstantSource clock;

	/** Taken files that this fire is through with; the next one goes on with them. */
	private final Set<Path> left;

	InboxWork(JobSettings job, Inbox inbox, Set<Path> left, JobLauncher launcher, Tenants tenants, StopSignal drain,
			InstantSource clock) {
		this.job = job;
		this.inbox = inbox;
		this.left = left;
		this.launcher = launcher;
		this.tenants = tenants;
		this.drain = drain;
		this.clock = clock;
	}

	/**
	 * A new fire begins: what the last one left is its own.
	 */
	void begin() {
		this.left.clear();
	}

	/**
	 * Works on files that were left, then on those that came; then on what former runs
	 * left, unless a run of these took it.
	 * @param says is added to what was done
	 * @param due when the job was due; null for one that takes files as they come
	 * @return false if it is to be called again soon: for a file that is not whole yet, a
	 * tenant that another job is working for, or a run that another process has to give
	 * up
	 */
	boolean work(List<String> says, @Nullable Instant due) throws IOException, InterruptedException {
		this.inbox.prepare();
		Inbox.Listing listing = this.inbox.list();
		boolean over = listing.unfinished() == 0;
		if (!listing.whole().isEmpty() || !this.inbox.taken().isEmpty()) {
			over &= work(listing.whole(), says);
		}
		return over && (due == null || carryOver(due, says));
	}

	private boolean carryOver(Instant due, List<String> says) throws IOException, InterruptedException {
		if (this.drain.isRaised()) {
			return false;
		}
		try {
			if (this.inbox.hasCarriedOver(due) || !this.launcher.hasCartsToCarryOver(this.job, due)) {
				return true;
			}
		}
		catch (RuntimeException ex) {
			boolean passes = DatabaseFaults.isPassing(ex);
			logger.warn("{}: what is to be carried over cannot be told: {}", this.job.name(),
					passes ? DatabaseFaults.words(ex) : ex);
			return !passes;
		}
		this.inbox.takeCarriedOver(this.job.name(), due);
		return work(List.of(), says);
	}

	private boolean work(List<Path> whole, List<String> says) throws IOException, InterruptedException {
		if (!this.tenants.hold(this.job, this.job.name())) {
			return false;
		}
		try {
			for (Path file : whole) {
				this.inbox.take(file, this.clock.instant());
			}
			boolean over = true;
			for (Path file : this.inbox.taken()) {
				over &= work(file, says);
			}
			return over;
		}
		finally {
			this.tenants.release(this.job, this.job.name());
		}
	}

	private boolean work(Path file, List<String> says) throws IOException, InterruptedException {
		if (this.left.contains(file)) {
			return true;
		}
		if (this.drain.isRaised()) {
			return false;
		}
		FileEnd end = launch(file);
		logger.atInfo().addKeyValue("job", this.job.name()).log("{}: {}", file.getFileName(), end);
		return switch (end) {
			case FileEnd.Over over -> {
				this.inbox.end(file, over.place(), over.says());
				says.add(file.getFileName() + ": " + over.summary());
				yield true;
			}
			case FileEnd.NextTime next -> {
				this.left.add(file);
				says.add(file.getFileName() + ": " + next.summary());
				yield true;
			}
			case FileEnd.Soon soon -> false;
		};
	}

	private FileEnd launch(Path file) throws InterruptedException {
		try {
			return FileEnd.of(this.launcher.launch(this.job, file, this.inbox.resultsOf(file), this.drain),
					this.drain.isRaised());
		}
		catch (RefusedLaunchException ex) {
			return FileEnd.refused(String.valueOf(ex.getMessage()));
		}
		catch (IOException | RuntimeException ex) {
			if (DatabaseFaults.isPassing(ex)) {
				logger.warn("{} has to wait: {}", file.getFileName(), DatabaseFaults.words(ex));
				return new FileEnd.Soon();
			}
			logger.error("{} could not be checked out", file, ex);
			Throwable root = NestedExceptionUtils.getMostSpecificCause(ex);
			return FileEnd.refused(
					"this should not have happened: " + root.getClass().getSimpleName() + ": " + root.getMessage());
		}
	}

}
