package dev.bulkcheckout.job;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;

import dev.bulkcheckout.cart.Inspection;
import dev.bulkcheckout.job.windowed.ItemNotAttemptedException;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.StagedCart;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.throttling.OutageSettings;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * A run that this process works on. In the job's configuration it is a proxy for the run
 * of the job execution that the thread belongs to, so it cannot be final.
 */
public class ActiveRun {

	private final RunId id;

	private final CartSource source;

	private final boolean buys;

	private final RunProperties options;

	private final Map<RunId, Lease> leases;

	private final Calls calls;

	private final StopSignal stop;

	private final Progress progress;

	private final Runnable history;

	private final RefusalWatch refusals;

	private volatile Instant reconcileUntil = Instant.MAX;

	/**
	 * A run under its leases.
	 * @param buys whether carts are bought, not only read
	 * @param leases of this run, and of the former runs whose ids are asked for, too
	 * @param history keeps in the ledger what calls have met up to now
	 */
	public ActiveRun(RunId id, CartSource source, boolean buys, RunProperties options, Map<RunId, Lease> leases,
			Calls calls, StopSignal stop, Progress progress, Runnable history) {
		this.id = id;
		this.source = source;
		this.buys = buys;
		this.options = options;
		this.leases = Map.copyOf(leases);
		this.calls = calls;
		this.stop = stop;
		this.progress = progress;
		this.history = history;
		this.refusals = new RefusalWatch(options.maxRefused(), stop);
	}

	RunId id() {
		return this.id;
	}

	CartSource source() {
		return this.source;
	}

	RunProperties options() {
		return this.options;
	}

	Map<RunId, Lease> leases() {
		return this.leases;
	}

	Lease lease() {
		return Objects.requireNonNull(this.leases.get(this.id));
	}

	Calls calls() {
		return this.calls;
	}

	/**
	 * Reads a cart, which buys nothing.
	 */
	Inspection inspect(StagedCart cart) throws InterruptedException {
		try {
			return this.calls.preflight().inspect(cart.cart());
		}
		catch (CancellationException ex) {
			throw new ItemNotAttemptedException("the run was stopped before the cart was read");
		}
	}

	/**
	 * Whether a cart that was read may be bought before the others are read: nothing else
	 * decides what is bought.
	 */
	boolean buysWhatIsUrgent() {
		return this.buys && !this.options.plan() && this.options.maxSpend().isEmpty();
	}

	/**
	 * Raised when the run is to stop.
	 */
	public StopSignal stop() {
		return this.stop;
	}

	Progress progress() {
		return this.progress;
	}

	/**
	 * Keeps in the ledger what calls have met up to now, which is otherwise done every
	 * few seconds. Throws nothing: what could not be kept is kept later.
	 */
	void keepHistory() {
		this.history.run();
	}

	RefusalWatch refusals() {
		return this.refusals;
	}

	/**
	 * How many calls may be asked or waiting to be asked, and not settled: enough for the
	 * governor to choose between customers, and for an outage to be told from a few carts
	 * that fail.
	 */
	int windowSize() {
		return this.options.concurrency() + Math.max(this.options.concurrency(), OutageSettings.FEW);
	}

	/**
	 * When subscription ids are looked for the last time.
	 */
	Instant reconcileUntil() {
		return this.reconcileUntil;
	}

	void reconcileUntil(Instant deadline) {
		this.reconcileUntil = deadline;
	}

}
