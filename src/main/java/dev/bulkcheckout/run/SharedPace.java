package dev.bulkcheckout.run;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.RunWorkers;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.throttling.Demand;
import dev.bulkcheckout.throttling.Governor;
import dev.bulkcheckout.throttling.Pace;
import dev.bulkcheckout.throttling.Shares;

/**
 * Keeps the calls of all workers of a run within what is set for the run: four times a
 * second says what this one would have in flight, and hears its part of it and how long
 * the others wait by a Retry-After. While the ledger cannot be asked it goes on with its
 * part, and with none once the others have taken it for dead.
 */
final class SharedPace implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SharedPace.class);

	private static final Duration EVERY = Duration.ofMillis(250);

	/** Shorter pauses are over when the others have heard of them. */
	private static final Duration SHORT = Duration.ofSeconds(1);

	private final RunId run;

	private final String worker;

	private final int concurrency;

	private final double rate;

	private final Governor governor;

	private final RunWorkers workers;

	private final Duration life;

	private final ScheduledExecutorService thread = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("shared-pace").daemon().factory());

	private long heardAt = System.nanoTime();

	private SharedPace(RunId run, String worker, RunProperties options, Governor governor, RunWorkers workers,
			Duration life) {
		Double set = options.rate();
		this.run = run;
		this.worker = worker;
		this.concurrency = options.concurrency();
		this.rate = (set != null) ? set : Double.POSITIVE_INFINITY;
		this.governor = governor;
		this.workers = workers;
		this.life = life;
	}

	/**
	 * Begins before the first call.
	 * @param worker the name of this process among the run's workers
	 * @param life how long a worker that is not heard of keeps its part
	 */
	static SharedPace start(RunId run, String worker, RunProperties options, Governor governor, RunWorkers workers,
			Duration life) {
		SharedPace pace = new SharedPace(run, worker, options, governor, workers, life);
		governor.share(0, pace.rate, Duration.ZERO);
		Future<?> unused = pace.thread.scheduleWithFixedDelay(pace::exchange, 0, EVERY.toMillis(),
				TimeUnit.MILLISECONDS);
		return pace;
	}

	private void exchange() {
		try {
			Pace now = this.governor.pace();
			int wanted = now.inFlight() + now.waiting();
			RunWorkers.Granted granted = this.workers.exchange(this.run, this.worker,
					new RunWorkers.RunWorker(wanted, 0, now.inFlight(),
							(now.pausedFor().compareTo(SHORT) > 0) ? now.pausedFor() : Duration.ZERO),
					(others) -> Shares.grant(this.concurrency, wanted,
							others.stream()
								.map((other) -> new Demand(other.wanted(), other.granted(), other.inFlight()))
								.toList()));
			this.heardAt = System.nanoTime();
			this.governor.share(granted.granted(), this.rate * granted.granted() / this.concurrency,
					granted.pausedFor());
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("the other workers could not be heard of", ex);
			if (System.nanoTime() - this.heardAt > this.life.toNanos()) {
				this.governor.share(0, this.rate, Duration.ZERO);
			}
		}
		catch (RuntimeException ex) {
			// an exception would end the schedule
			logger.warn("the pace could not be shared", ex);
		}
	}

	/**
	 * Nothing is in flight any more.
	 */
	@Override
	public void close() {
		this.thread.shutdownNow();
		try {
			boolean unused = this.thread.awaitTermination(EVERY.toMillis() * 4, TimeUnit.MILLISECONDS);
			this.workers.leave(this.run, this.worker);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("{} could not be told that this worker has left", this.run, ex);
		}
	}

}
