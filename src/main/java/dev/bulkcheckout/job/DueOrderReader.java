package dev.bulkcheckout.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.listener.ItemWriteListener;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemReader;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.OpenOrder;
import dev.bulkcheckout.ledger.PartitionLease;
import dev.bulkcheckout.ledger.PolledOrder;
import dev.bulkcheckout.ledger.Orders;

/**
 * Reads the open orders when their time has come, and waits for that time; once the
 * deadline has passed, all that are still open, for a last look. An order is read again
 * as often as it is to be asked for, and never while it is asked for.
 */
class DueOrderReader implements ItemReader<OpenOrder>, ItemWriteListener<PolledOrder> {

	private static final int PAGE = 200;

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

	private static final Duration SHORTEST_WAIT = Duration.ofMillis(20);

	/** Later than any look that is planned, and a time that PostgreSQL knows. */
	private static final Instant EVER = Instant.parse("9999-01-01T00:00:00Z");

	private final ActiveRun run;

	/** Those that are due at a time, no more than so many. */
	private final BiFunction<Instant, Integer, List<OpenOrder>> due;

	private final Supplier<Optional<Instant>> nextDue;

	private final DatabaseRetry retry;

	private final InstantSource clock;

	private final Queue<OpenOrder> page = new ArrayDeque<>();

	private final Set<Long> outstanding = ConcurrentHashMap.newKeySet();

	DueOrderReader(ActiveRun run, Orders orders, DatabaseRetry retry, InstantSource clock) {
		this.run = run;
		PartitionLease partition = run.partition().orElse(null);
		Collection<RunId> runs = run.leases().keySet();
		this.due = (partition != null) ? (until, limit) -> orders.due(partition, until, limit)
				: (until, limit) -> orders.due(runs, until, limit);
		this.nextDue = (partition != null) ? () -> orders.nextDue(partition) : () -> orders.nextDue(runs);
		this.retry = retry;
		this.clock = clock;
	}

	/**
	 * Waits for the next order.
	 * @return null once no order is open, or when the run is stopped
	 */
	@Override
	public @Nullable OpenOrder read() throws InterruptedException {
		while (this.page.isEmpty()) {
			Instant now = this.clock.instant();
			this.page.addAll(due(now));
			if (this.page.isEmpty()) {
				Optional<Instant> next = this.retry.call(this.nextDue::get);
				if (next.isEmpty() && this.outstanding.isEmpty()) {
					return null;
				}
				Duration wait = next.map((time) -> Duration.between(now, time)).orElse(LONGEST_WAIT);
				if (this.run.stop().await(clamp(wait))) {
					return null;
				}
			}
		}
		return this.page.poll();
	}

	private List<OpenOrder> due(Instant now) {
		Instant until = now.isBefore(this.run.reconcileUntil()) ? now : EVER;
		// an order that is recorded while the ledger is asked may be listed as it was
		// before
		Set<Long> before = Set.copyOf(this.outstanding);
		return this.retry.call(() -> this.due.apply(until, PAGE + before.size()))
			.stream()
			.filter((order) -> !before.contains(order.id()) && this.outstanding.add(order.id()))
			.toList();
	}

	private static Duration clamp(Duration wait) {
		return Collections.max(List.of(SHORTEST_WAIT, Collections.min(List.of(wait, LONGEST_WAIT))));
	}

	@Override
	public void afterWrite(Chunk<? extends PolledOrder> chunk) {
		chunk.forEach((look) -> this.outstanding.remove(look.order().id()));
	}

}
