package dev.bulkcheckout.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.RunCounts;

/**
 * Asks how far runs have come, by indexes: a list of runs of a million carts each must
 * not read them all. Carts are numbered by position, so the last share tells how many
 * there are.
 */
final class ProgressQuery {

	private static final String CARTS = """
			select r.id,
			       coalesce(r.carts, 0) as carts,
			       (select count(*) from cart c where c.run_id = r.id and c.outcome is null) as unsettled,
			       (select count(*) from cart c where c.run_id = r.id and c.outcome <> 'ORDERED') as unhappy,
			       (select count(*) from cart c
			         where c.run_id = r.id and c.outcome in ('REFUSED', 'UNKNOWN', 'NOT_ATTEMPTED')) as rerunnable,
			       (select count(*) from rejected_row x where x.run_id = r.id) as rejected,
			       (select min(next_read_at) from cart_order o where o.run_id = r.id and next_read_at is not null) as next_look
			  from run r where r.id in (:runs)""";

	private static final String OPEN_LINES = """
			select o.run_id, count(*) filter (where i.subscription_state = 'AWAITED') as awaited,
			       count(*) filter (where i.subscription_state = 'MISSING') as missing
			  from order_line_item i join cart_order o on o.id = i.cart_order_id
			 where i.subscription_state in ('AWAITED', 'MISSING') and o.run_id in (:runs)
			 group by o.run_id""";

	private static final String PROVISIONED_LINES = """
			select o.run_id, count(*) as provisioned
			  from cart_order o join order_line_item i on i.cart_order_id = o.id
			 where i.subscription_state = 'PROVISIONED' and o.run_id in (:runs)
			 group by o.run_id""";

	private final JdbcClient jdbc;

	ProgressQuery(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * The counts of each of the runs.
	 */
	Map<RunId, Counts> of(Collection<Run> runs) {
		if (runs.isEmpty()) {
			return Map.of();
		}
		Map<Long, Lines> open = openLines(runs.stream().map((run) -> run.id().value()).toList());
		Map<Long, Long> provisioned = provisionedLines(
				runs.stream().filter((run) -> !run.isFinished()).map((run) -> run.id().value()).toList());
		Map<RunId, Counts> counts = new HashMap<>();
		this.jdbc.sql(CARTS).param("runs", runs.stream().map((run) -> run.id().value()).toList()).query((row) -> {
			long id = row.getLong("id");
			Lines lines = open.getOrDefault(id, Lines.NONE);
			counts.put(new RunId(id),
					new Counts(row.getLong("carts"), row.getLong("unsettled"), row.getLong("unhappy"),
							row.getLong("rerunnable"), row.getLong("rejected"), lines, provisioned.getOrDefault(id, 0L),
							instant(row, "next_look")));
		});
		return counts;
	}

	/**
	 * The progress of one run whose carts and lines have been counted.
	 */
	RunProgress of(Run run, RunCounts counts) {
		Instant nextLook = this.jdbc.sql(
				"select min(next_read_at) as next_look from cart_order where run_id = :run and next_read_at is not null")
			.param("run", run.id().value())
			.query((row, number) -> Optional.ofNullable(instant(row, "next_look")))
			.single()
			.orElse(null);
		long awaited = counts.lines(SubscriptionState.AWAITED);
		long missing = counts.lines(SubscriptionState.MISSING);
		return new RunProgress(RunProgress.Phase.of(run, nextLook != null), counts.allCarts(), counts.settled(),
				counts.lines(SubscriptionState.PROVISIONED) + awaited + missing, awaited, missing, nextLook);
	}

	private Map<Long, Lines> openLines(List<Long> runs) {
		Map<Long, Lines> lines = new HashMap<>();
		this.jdbc.sql(OPEN_LINES).param("runs", runs).query((row) -> {
			lines.put(row.getLong("run_id"), new Lines(row.getLong("awaited"), row.getLong("missing")));
		});
		return lines;
	}

	private Map<Long, Long> provisionedLines(List<Long> unfinished) {
		Map<Long, Long> lines = new HashMap<>();
		if (!unfinished.isEmpty()) {
			this.jdbc.sql(PROVISIONED_LINES).param("runs", unfinished).query((row) -> {
				lines.put(row.getLong("run_id"), row.getLong("provisioned"));
			});
		}
		return lines;
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : null;
	}

	/**
	 * Order lines without an expected id.
	 */
	private record Lines(long awaited, long missing) {

		private static final Lines NONE = new Lines(0, 0);

	}

	/**
	 * What the statements count of one run; provisioned lines only while it is not
	 * finished.
	 */
	record Counts(long carts, long unsettled, long unhappy, long rerunnable, long rejected, Lines open,
			long provisioned, @Nullable Instant nextLook) {

		long ordered() {
			return this.carts - this.unsettled - this.unhappy;
		}

		RunProgress progress(Run run) {
			return new RunProgress(RunProgress.Phase.of(run, this.nextLook != null), this.carts,
					this.carts - this.unsettled, this.provisioned + this.open.awaited() + this.open.missing(),
					this.open.awaited(), this.open.missing(), this.nextLook);
		}

	}

}
