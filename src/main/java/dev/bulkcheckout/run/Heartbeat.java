package dev.bulkcheckout.run;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.LeaseLostException;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Says every few seconds that this process works on its runs, and hears with it whether
 * somebody asks for a stop. A database that is away is waited for: a lease that nobody
 * took meanwhile is still ours.
 */
final class Heartbeat implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Heartbeat.class);

	private final Leases leases;

	private final Runs runs;

	private final RunId run;

	private final Map<RunId, Lease> held;

	private final StopSignal stop;

	private final @Nullable ZonedDateTime stopAt;

	private final ScheduledExecutorService thread = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("heartbeat").daemon().factory());

	private Heartbeat(Leases leases, Runs runs, RunId run, Map<RunId, Lease> held, StopSignal stop,
			@Nullable ZonedDateTime stopAt) {
		this.leases = leases;
		this.runs = runs;
		this.run = run;
		this.held = held;
		this.stop = stop;
		this.stopAt = stopAt;
	}

	static Heartbeat start(Leases leases, Runs runs, RunId run, Map<RunId, Lease> held, StopSignal stop,
			@Nullable ZonedDateTime stopAt) {
		Heartbeat heartbeat = new Heartbeat(leases, runs, run, held, stop, stopAt);
		Duration interval = leases.life().dividedBy(8);
		Future<?> unused = heartbeat.thread.scheduleWithFixedDelay(heartbeat::beat, 0, interval.toMillis(),
				TimeUnit.MILLISECONDS);
		return heartbeat;
	}

	/**
	 * When the clock next shows that time.
	 */
	static @Nullable ZonedDateTime next(@Nullable LocalTime time) {
		if (time == null) {
			return null;
		}
		ZonedDateTime now = ZonedDateTime.now(ZoneId.systemDefault());
		ZonedDateTime today = now.with(time);
		return today.isAfter(now) ? today : today.plusDays(1);
	}

	private void beat() {
		if (this.stopAt != null && !ZonedDateTime.now(ZoneId.systemDefault()).isBefore(this.stopAt)) {
			this.stop.raise(new StopReason(StopKind.WINDOW_ENDED,
					"the time of --stop-at, " + this.stopAt.toLocalTime() + ", has come", ""));
		}
		try {
			for (Lease lease : this.held.values()) {
				if (!this.leases.renew(lease)) {
					String message = String.valueOf(new LeaseLostException(lease.run()).getMessage());
					this.stop.raise(new StopReason(StopKind.LEASE_LOST, message, "let the other process go on"));
				}
			}
			if (this.runs.isStopRequested(this.run)) {
				this.stop.raise(new StopReason(StopKind.OPERATOR, "'bulk-checkout stop' asked for it", ""));
			}
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("heartbeat failed", ex);
		}
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
