package dev.bulkcheckout.job;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.scope.context.StepContext;
import org.springframework.batch.core.scope.context.StepSynchronizationManager;

import dev.bulkcheckout.cart.Inspection;
import dev.bulkcheckout.job.windowed.ItemNotAttemptedException;
import dev.bulkcheckout.ledger.Fence;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.PartitionLease;
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

	private final RefusalLimit refusals;

	/** By the id of the StepExecution that works on it. */
	private final Map<Long, PartitionLease> partitions = new ConcurrentHashMap<>();

	private volatile Instant reconcileUntil = Instant.MAX;

	/**
	 * A run under its leases.
	 * @param buys whether carts are bought, not only read
	 * @param leases of this run, and of the former runs whose ids are asked for, too;
	 * none in a worker, which holds partitions
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
		this.refusals = new RefusalLimit(options.maxRefused(), stop);
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

	/**
	 * Has a step execution of this process work on a partition until it is let go.
	 */
	public void hold(long stepExecution, PartitionLease partition) {
		this.partitions.put(stepExecution, partition);
	}

	/**
	 * The step execution has ended.
	 */
	public void letGo(long stepExecution) {
		this.partitions.remove(stepExecution);
	}

	@Nullable PartitionLease partition(long stepExecution) {
		return this.partitions.get(stepExecution);
	}

	/**
	 * The partition that the step of this thread works on; empty if it works on the whole
	 * run.
	 */
	Optional<PartitionLease> partition() {
		StepContext step = StepSynchronizationManager.getContext();
		return Optional.ofNullable((step != null) ? partition(step.getStepExecution().getId()) : null);
	}

	/**
	 * What the step of this thread writes under.
	 */
	Fence fence() {
		return partition().<Fence>map((partition) -> partition).orElseGet(this::lease);
	}

	/**
	 * The same for each run whose ids are asked for.
	 */
	Map<RunId, ? extends Fence> fences() {
		return partition().<Map<RunId, ? extends Fence>>map((partition) -> Map.of(this.id, partition))
			.orElse(this.leases);
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

	RefusalLimit refusals() {
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

	/**
	 * Sets when that is.
	 */
	public void reconcileUntil(Instant deadline) {
		this.reconcileUntil = deadline;
	}

}
