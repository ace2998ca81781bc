package dev.bulkcheckout.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.OpenOrder;
import dev.bulkcheckout.ledger.Orders;
import dev.bulkcheckout.cart.RunId;

/**
 * The open orders of a share when their time has come; once the deadline has passed, all
 * that are still open, for a last look.
 */
final class ReconcileFeed implements Feed<OpenOrder> {

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

	private static final Duration SHORTEST_WAIT = Duration.ofMillis(20);

	/** Later than any look that is planned, and a time that PostgreSQL knows. */
	private static final Instant EVER = Instant.parse("9999-01-01T00:00:00Z");

	private final Orders orders;

	private final DatabaseRetry retry;

	private final Collection<RunId> runs;

	private final int share;

	private final int shares;

	private final InstantSource clock;

	private final Instant deadline;

	private final Set<Long> outstanding = ConcurrentHashMap.newKeySet();

	ReconcileFeed(Orders orders, DatabaseRetry retry, Collection<RunId> runs, int share, int shares,
			InstantSource clock, Instant deadline) {
		this.orders = orders;
		this.retry = retry;
		this.runs = List.copyOf(runs);
		this.share = share;
		this.shares = shares;
		this.clock = clock;
		this.deadline = deadline;
	}

	@Override
	public Supply<OpenOrder> next(int limit) {
		Instant now = this.clock.instant();
		Instant until = now.isBefore(this.deadline) ? now : EVER;
		// an order that is settled while the ledger is asked may be listed as it was
		// before
		Set<Long> before = Set.copyOf(this.outstanding);
		List<OpenOrder> due = this.retry
			.call(() -> this.orders.due(this.runs, this.share, this.shares, until, limit + before.size()))
			.stream()
			.filter((order) -> !before.contains(order.id()) && this.outstanding.add(order.id()))
			.toList();
		if (!due.isEmpty()) {
			return new Supply.Now<>(due);
		}
		Optional<Instant> next = this.retry.call(() -> this.orders.nextDue(this.runs, this.share, this.shares));
		if (next.isEmpty() && this.outstanding.isEmpty()) {
			return new Supply.Over<>();
		}
		Duration wait = next.map((time) -> Duration.between(now, time)).orElse(LONGEST_WAIT);
		return new Supply.Later<>(clamp(wait));
	}

	private static Duration clamp(Duration wait) {
		if (wait.compareTo(SHORTEST_WAIT) < 0) {
			return SHORTEST_WAIT;
		}
		return (wait.compareTo(LONGEST_WAIT) > 0) ? LONGEST_WAIT : wait;
	}

	@Override
	public void settled(OpenOrder order) {
		this.outstanding.remove(order.id());
	}

}
