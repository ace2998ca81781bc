package dev.bulkcheckout.report;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.CarriedCarts;

/**
 * The questions about one run, one statement each.
 */
final class RunDetails {

	private static final int MOST_CAUSES = 30;

	private static final int MOST_OPEN_LINES = 150;

	private static final int MOST_NOTES = 20;

	private static final int MOST_CARRIED = 150;

	private static final String CAUSES = """
			with unhappy as (
			    select c.outcome, c.http_status, c.line, c.customer_id, c.cart_id,
			           c.correlation_id, coalesce(c.error_code, e.code) as code,
			           coalesce(c.error_description, e.description) as description
			      from cart c
			      left join lateral (select code, description from order_error e
			                          where e.run_id = c.run_id and e.line = c.line order by e.id limit 1) e on true
			     where c.run_id = :run and c.outcome <> 'ORDERED'),
			cause as (
			    select outcome, http_status, code, count(*) as carts, min(line) as line
			      from unhappy group by outcome, http_status, code)
			select cause.*, u.customer_id, u.cart_id, u.correlation_id::text, u.description, count(*) over () as causes
			  from cause join unhappy u on u.line = cause.line
			 order by cause.carts desc, cause.line limit :limit""";

	// all lines of a failed order fail: one of them tells
	private static final String MONEY = """
			select coalesce(o.currency_code, '') as currency, lower(coalesce(o.billing_cycle, '')) as cycle,
			       sum(o.total_price) as amount
			  from cart_order o
			 where o.run_id = :run and o.total_price is not null
			   and not exists (select 1 from order_line_item i
			                    where i.cart_order_id = o.id and i.subscription_state = 'ORDER_FAILED')
			 group by 1, 2 order by 3 desc, 1""";

	private static final String OPEN_LINES = """
			with open as (
			    select o.line, o.id, i.line_item_number, i.friendly_name, i.subscription_state
			      from order_line_item i join cart_order o on o.id = i.cart_order_id
			     where o.run_id = :run and i.subscription_state in ('AWAITED', 'MISSING')
			    union all
			    select o.line, o.id, null, null, 'AWAITED'
			      from cart_order o
			     where o.run_id = :run and o.next_read_at is not null
			       and not exists (select 1 from order_line_item i where i.cart_order_id = o.id)),
			first as (
			    select *, count(*) over () as lines from open order by line, id, line_item_number limit :limit)
			select f.*, c.customer_id, o.order_id, o.status, o.reads, o.second_reads, o.next_read_at, o.last_read_problem
			  from first f
			  join cart_order o on o.id = f.id
			  join cart c on c.run_id = o.run_id and c.line = o.line
			 order by f.line, f.id, f.line_item_number""";

	// partitions have a colon in their step's name
	private static final String STEP_TRIES = """
			select s.step_name, s.status, s.start_time, s.end_time, s.last_updated
			  from batch_step_execution s
			  join batch_job_execution j on j.job_execution_id = s.job_execution_id
			 where j.job_instance_id = :run and s.step_name not like '%:%' and s.start_time is not null
			 order by s.step_execution_id""";

	private static final String PACE = """
			select count(gap) as gaps, extract(epoch from sum(gap)) as seconds
			  from (select completed_at - lag(completed_at) over (order by completed_at) as gap
			          from cart where run_id = :run and outcome is not null) as settled
			 where gap <= interval '5 minutes'""";

	private final JdbcClient jdbc;

	private final Explanations explanations;

	private final ZoneId batchZone;

	RunDetails(JdbcClient jdbc, Explanations explanations, ZoneId batchZone) {
		this.jdbc = jdbc;
		this.explanations = explanations;
		this.batchZone = batchZone;
	}

	long countOrders(RunId run) {
		return this.jdbc.sql("select count(*) as orders from cart_order where run_id = :run")
			.param("run", run.value())
			.query((row, number) -> row.getLong("orders"))
			.single();
	}

	/** Why the pace was what it was when calls were held back last. */
	@Nullable String pace(RunId run) {
		return this.jdbc
			.sql("select pace from run_pulse where run_id = :run and pace is not null order by at desc, call limit 1")
			.param("run", run.value())
			.query(String.class)
			.optional()
			.orElse(null);
	}

	long countOrdersWithoutPrice(RunId run) {
		return this.jdbc.sql("select count(*) as orders from cart_order where run_id = :run and total_price is null")
			.param("run", run.value())
			.query((row, number) -> row.getLong("orders"))
			.single();
	}

	List<Money> money(RunId run) {
		Map<String, List<Money.Part>> currencies = new LinkedHashMap<>();
		this.jdbc.sql(MONEY).param("run", run.value()).query((row) -> {
			currencies.computeIfAbsent(row.getString("currency"), (currency) -> new ArrayList<>())
				.add(new Money.Part(often(row.getString("cycle")), row.getBigDecimal("amount")));
		});
		return currencies.entrySet()
			.stream()
			.map((entry) -> new Money(entry.getKey(),
					entry.getValue().stream().map(Money.Part::amount).reduce(BigDecimal.ZERO, BigDecimal::add),
					entry.getValue()))
			.sorted(Comparator.comparing(Money::total).reversed())
			.toList();
	}

	/** Source: "Order resources", BillingCycleType (read 2026-11). */
	private static String often(String cycle) {
		return switch (cycle) {
			case "monthly" -> "each month";
			case "annual" -> "each year";
			case "triennial" -> "every three years";
			case "onetime", "one_time", "none" -> "once";
			default -> "billed otherwise";
		};
	}

	OptionalDouble checkoutsPerSecond(RunId run) {
		return this.jdbc.sql(PACE).param("run", run.value()).query((row, number) -> {
			double seconds = row.getDouble("seconds");
			return (seconds > 0) ? OptionalDouble.of(row.getLong("gaps") / seconds) : OptionalDouble.empty();
		}).single();
	}

	TopRows<RunReport.Cause> causes(RunId run) {
		long[] all = { 0 };
		List<RunReport.Cause> first = this.jdbc.sql(CAUSES)
			.param("run", run.value())
			.param("limit", MOST_CAUSES)
			.query((row, number) -> {
				all[0] = row.getLong("causes");
				Integer status = row.getObject("http_status", Integer.class);
				String code = row.getString("code");
				return new RunReport.Cause(Outcome.valueOf(row.getString("outcome")), status, code,
						row.getLong("carts"), row.getLong("line"), row.getString("customer_id"),
						row.getString("cart_id"), row.getString("correlation_id"), row.getString("description"),
						this.explanations.of(status, code).orElse(null));
			})
			.list();
		return new TopRows<>(first, all[0] - first.size());
	}

	TopRows<RunReport.OpenLine> openLines(RunId run) {
		long[] all = { 0 };
		List<RunReport.OpenLine> first = this.jdbc.sql(OPEN_LINES)
			.param("run", run.value())
			.param("limit", MOST_OPEN_LINES)
			.query((row, number) -> {
				all[0] = row.getLong("lines");
				return openLine(row);
			})
			.list();
		return new TopRows<>(first, all[0] - first.size());
	}

	TopRows<RunReport.Note> notes(RunId run) {
		long[] all = { 0 };
		List<RunReport.Note> first = this.jdbc.sql("""
				select line, customer_id, cart_id, note, count(*) over () as notes from cart
				 where run_id = :run and note is not null order by line limit :limit""")
			.param("run", run.value())
			.param("limit", MOST_NOTES)
			.query((row, number) -> {
				all[0] = row.getLong("notes");
				return new RunReport.Note(row.getLong("line"), row.getString("customer_id"), row.getString("cart_id"),
						row.getString("note"));
			})
			.list();
		return new TopRows<>(first, all[0] - first.size());
	}

	RunReport.CarriedOver carriedOver(RunId run, CarriedCarts.Carried all) {
		List<RunReport.CarriedCart> first = this.jdbc.sql("""
				select line, customer_id, cart_id, from_run, from_line, first_seen_at
				  from carried_cart join cart using (run_id, line) where run_id = :run order by line limit :limit""")
			.param("run", run.value())
			.param("limit", MOST_CARRIED)
			.query((row, number) -> new RunReport.CarriedCart(row.getLong("line"), row.getString("customer_id"),
					row.getString("cart_id"), new RunId(row.getLong("from_run")), row.getLong("from_line"),
					row.getObject("first_seen_at", OffsetDateTime.class).toInstant()))
			.list();
		return new RunReport.CarriedOver(all, first, all.carts() - first.size());
	}

	private static RunReport.OpenLine openLine(ResultSet row) throws SQLException {
		OffsetDateTime nextLook = row.getObject("next_read_at", OffsetDateTime.class);
		return new RunReport.OpenLine(row.getString("customer_id"), row.getString("order_id"),
				row.getObject("line_item_number", Integer.class), row.getString("friendly_name"),
				SubscriptionState.valueOf(row.getString("subscription_state")), row.getString("status"),
				row.getInt("reads"), row.getInt("second_reads"), (nextLook != null) ? nextLook.toInstant() : null,
				row.getString("last_read_problem"));
	}

	/**
	 * The steps; a try without an end is one that goes on, or one that broke off when it
	 * was last heard of.
	 */
	List<RunReport.Step> steps(RunId run, RunState state, Instant now) {
		Map<String, List<Try>> steps = this.jdbc.sql(STEP_TRIES)
			.param("run", run.value())
			.query((row, number) -> stepTry(row))
			.list()
			.stream()
			.collect(Collectors.groupingBy(Try::step, LinkedHashMap::new, Collectors.toList()));
		return steps.values().stream().map((tries) -> step(tries, state instanceof RunState.Running, now)).toList();
	}

	private static RunReport.Step step(List<Try> tries, boolean running, Instant now) {
		Try last = tries.getLast();
		Duration duration = Duration.ZERO;
		for (int i = 0; i < tries.size(); i++) {
			Try one = tries.get(i);
			boolean goesOn = running && i == tries.size() - 1;
			Instant end = (one.end() != null) ? one.end() : goesOn ? now : one.lastUpdated();
			Duration lasted = Duration.between(one.start(), end);
			duration = lasted.isNegative() ? duration : duration.plus(lasted);
		}
		return new RunReport.Step(last.step(), words(last.status(), running), tries.getFirst().start(), last.end(),
				tries.size(), duration);
	}

	private static String words(String status, boolean running) {
		return switch (status) {
			case "COMPLETED" -> "done";
			case "STARTING", "STARTED" -> running ? "running" : "broke off";
			case "STOPPING" -> running ? "stopping" : "broke off";
			case "STOPPED" -> "stopped";
			case "FAILED" -> "ended in an error";
			case "ABANDONED" -> "given up";
			default -> "unclear";
		};
	}

	private Try stepTry(ResultSet row) throws SQLException {
		Instant start = instant(row.getObject("start_time", LocalDateTime.class));
		Instant end = instant(row.getObject("end_time", LocalDateTime.class));
		Instant lastUpdated = instant(row.getObject("last_updated", LocalDateTime.class));
		if (start == null) {
			throw new SQLException("a step that began has no start time");
		}
		return new Try(row.getString("step_name"), row.getString("status"), start, end,
				(lastUpdated != null) ? lastUpdated : start);
	}

	private @Nullable Instant instant(@Nullable LocalDateTime time) {
		return (time != null) ? time.atZone(this.batchZone).toInstant() : null;
	}

	/**
	 * One step execution.
	 */
	private record Try(String step, String status, Instant start, @Nullable Instant end, Instant lastUpdated) {
	}

}
