package dev.bulkcheckout.report.page;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.cart.InspectionVerdict;
import dev.bulkcheckout.cart.OrderError;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.report.Explanations;
import dev.bulkcheckout.report.RunReport;
import dev.bulkcheckout.report.Snapshot;

/**
 * Looks for carts of a run, and tells the story of one.
 */
public class RunCarts {

	private static final String ROW = """
			select c.line, c.customer_id, c.cart_id, coalesce(c.outcome, 'NOT_ATTEMPTED') as outcome, c.attempts, c.completed_at,
			       c.http_status, (select min(o.order_id) from cart_order o where o.run_id = c.run_id and o.line = c.line) as order_id,
			       coalesce(c.error_code, e.code) as code, coalesce(c.error_description, e.description) as why,
			       c.request_id, c.correlation_id, c.asked_before, c.note
			  from cart c
			  left join lateral (select code, description from order_error e
			                      where e.run_id = c.run_id and e.line = c.line order by e.id limit 1) e on true
			 where c.run_id = :run""";

	private static final String BY_TEXT = "\n"
			+ """
					and (starts_with(lower(c.cart_id), :text) or starts_with(lower(c.customer_id), :text) or c.line::text = :text
					      or exists (select 1 from cart_order o
					                  where o.run_id = c.run_id and o.line = c.line and starts_with(lower(o.order_id), :text))
					      or exists (select 1 from cart_order o join order_line_item i on i.cart_order_id = o.id
					                  where o.run_id = c.run_id and o.line = c.line and starts_with(lower(i.subscription_id), :text)))""";

	private static final String BY_CODE = "\n"
			+ """
					and (c.error_code = :code
					      or exists (select 1 from order_error x where x.run_id = c.run_id and x.line = c.line and x.code = :code))""";

	private static final String ORDERS = """
			select o.*, i.line_item_number, i.offer_id, i.friendly_name, i.quantity, i.term_duration, i.extended_price,
			       i.subscription_id, i.subscription_state, i.provisioned_at
			  from cart_order o left join order_line_item i on i.cart_order_id = o.id
			 where o.run_id = :run and o.line = :line order by o.id, i.line_item_number""";

	private static final String ELSEWHERE = """
			select x.run_id, x.line, coalesce(x.outcome, 'NOT_ATTEMPTED') as outcome, x.completed_at
			  from cart c join cart x on lower(x.customer_id) = lower(c.customer_id) and lower(x.cart_id) = lower(c.cart_id)
			 where c.run_id = :run and c.line = :line and x.run_id <> c.run_id order by x.run_id limit 100""";

	private final Snapshot snapshot;

	private final JdbcClient jdbc;

	private final Explanations explanations;

	/**
	 * Asks the given database.
	 * @param explanations what the API's error codes mean
	 */
	public RunCarts(DataSource dataSource, Explanations explanations) {
		this.snapshot = new Snapshot(dataSource);
		this.jdbc = this.snapshot.jdbc();
		this.explanations = explanations;
	}

	/**
	 * The carts of a run that fit, in the order of its input.
	 * @param after the line after which to begin; 0 for the first
	 * @param limit how many at the most
	 */
	public CartPage find(RunId run, CartFilter filter, long after, int limit) {
		StringBuilder sql = new StringBuilder(ROW).append(" and c.line > :after");
		Outcome outcome = filter.outcome();
		if (outcome != null) {
			sql.append((outcome == Outcome.NOT_ATTEMPTED) ? " and (c.outcome is null or c.outcome = :outcome)"
					: " and c.outcome = :outcome");
		}
		sql.append(filter.text().isEmpty() ? "" : BY_TEXT).append(filter.code().isEmpty() ? "" : BY_CODE);
		sql.append(" order by c.line limit :limit");
		List<CartPage.Row> rows = this.snapshot.read(() -> this.jdbc.sql(sql.toString())
			.param("run", run.value())
			.param("after", after)
			.param("outcome", (outcome != null) ? outcome.name() : null)
			.param("text", filter.text().toLowerCase(Locale.ROOT))
			.param("code", filter.code())
			.param("limit", limit + 1)
			.query(RunCarts::row)
			.list());
		return (rows.size() <= limit) ? new CartPage(rows, null)
				: new CartPage(rows.subList(0, limit), rows.get(limit - 1).line());
	}

	private static CartPage.Row row(ResultSet row, int number) throws SQLException {
		return new CartPage.Row(row.getLong("line"), row.getString("customer_id"), row.getString("cart_id"),
				Outcome.valueOf(row.getString("outcome")), row.getString("order_id"), row.getString("why"),
				row.getObject("http_status", Integer.class), row.getString("code"), row.getInt("attempts"),
				Rows.instant(row, "completed_at"));
	}

	/**
	 * All that is known of a cart; empty if there is none on that line.
	 */
	public Optional<CartStory> story(RunId run, long line) {
		return this.snapshot.read(() -> this.jdbc.sql(ROW + " and c.line = :line")
			.param("run", run.value())
			.param("line", line)
			.query((row, number) -> story(run, row))
			.optional());
	}

	private CartStory story(RunId run, ResultSet cart) throws SQLException {
		CartPage.Row row = row(cart, 0);
		UUID correlation = cart.getObject("correlation_id", UUID.class);
		return new CartStory(row, cart.getObject("request_id", UUID.class), correlation,
				cart.getBoolean("asked_before"), cart.getString("note"), cause(row, correlation),
				inspection(run, row.line()), orders(run, row.line()), errors(run, row.line()),
				elsewhere(run, row.line()));
	}

	private RunReport.@Nullable Cause cause(CartPage.Row row, @Nullable UUID correlation) {
		if (row.outcome() == Outcome.ORDERED || row.settledAt() == null) {
			return null;
		}
		return new RunReport.Cause(row.outcome(), row.httpStatus(), row.code(), 1, row.line(), row.customer(),
				row.cart(), (correlation != null) ? correlation.toString() : null, row.why(),
				this.explanations.of(row.httpStatus(), row.code()).orElse(null));
	}

	private JdbcClient.StatementSpec ask(String sql, RunId run, long line) {
		return this.jdbc.sql(sql).param("run", run.value()).param("line", line);
	}

	private CartStory.@Nullable Inspection inspection(RunId run, long line) {
		return ask("select * from cart_inspection where run_id = :run and line = :line", run, line)
			.query((row, number) -> new CartStory.Inspection(Rows.required(row, "inspected_at"),
					InspectionVerdict.valueOf(row.getString("verdict")), row.getString("reason"),
					Rows.instant(row, "expires_at"), row.getInt("lines"), row.getString("currency_code"),
					row.getBigDecimal("price")))
			.optional()
			.orElse(null);
	}

	private List<CartStory.Order> orders(RunId run, long line) {
		Map<Long, CartStory.Order> orders = new LinkedHashMap<>();
		Map<Long, List<CartStory.Line>> lines = new LinkedHashMap<>();
		ask(ORDERS, run, line).query((row) -> {
			long id = row.getLong("id");
			List<CartStory.Line> of = lines.computeIfAbsent(id, (key) -> new ArrayList<>());
			if (row.getString("subscription_state") != null) {
				of.add(line(row));
			}
			orders.put(id, order(row, of));
		});
		return List.copyOf(orders.values());
	}

	private static CartStory.Order order(ResultSet row, List<CartStory.Line> lines) throws SQLException {
		return new CartStory.Order(row.getString("order_id"), row.getString("status"), row.getString("billing_cycle"),
				row.getString("currency_code"), row.getBigDecimal("total_price"), row.getString("creation_date"),
				row.getInt("reads"), row.getInt("second_reads"), Rows.instant(row, "last_read_at"),
				row.getString("last_read_problem"), Rows.instant(row, "next_read_at"), lines);
	}

	private static CartStory.Line line(ResultSet row) throws SQLException {
		BigDecimal price = row.getBigDecimal("extended_price");
		return new CartStory.Line(row.getInt("line_item_number"), row.getString("offer_id"),
				row.getString("friendly_name"), row.getObject("quantity", Long.class), row.getString("term_duration"),
				price, row.getString("subscription_id"), SubscriptionState.valueOf(row.getString("subscription_state")),
				Rows.instant(row, "provisioned_at"));
	}

	private List<OrderError> errors(RunId run, long line) {
		return ask("select * from order_error where run_id = :run and line = :line order by id", run, line)
			.query((row, number) -> new OrderError(row.getString("order_group_id"), row.getString("code"),
					row.getString("description")))
			.list();
	}

	private List<CartStory.Elsewhere> elsewhere(RunId run, long line) {
		return ask(ELSEWHERE, run, line)
			.query((row, number) -> new CartStory.Elsewhere(new RunId(row.getLong("run_id")), row.getLong("line"),
					Outcome.valueOf(row.getString("outcome")), Rows.instant(row, "completed_at")))
			.list();
	}

}
