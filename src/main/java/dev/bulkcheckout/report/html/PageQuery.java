package dev.bulkcheckout.report.html;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.commons.csv.CSVFormat;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.ledger.RunEvent;
import dev.bulkcheckout.report.Money;
import dev.bulkcheckout.report.RunReport;
import dev.bulkcheckout.report.SpreadsheetCell;
import dev.bulkcheckout.report.Times;

/**
 * Asks the ledger what the page shows beyond the report, one statement a question, so
 * many rows of each as a person looks at and a browser opens at once.
 */
final class PageQuery {

	private static final int CARTS_OF_A_CAUSE = 100;

	private static final int PRODUCTS = 50;

	private static final int CUSTOMERS = 200;

	private static final String CARTS_OF_CAUSES = """
			select outcome, http_status, code, customer_id, cart_id
			  from (select c.outcome, c.http_status, coalesce(c.error_code, e.code) as code, c.line, c.customer_id, c.cart_id,
			               row_number() over (partition by c.outcome, c.http_status, coalesce(c.error_code, e.code)
			                                  order by c.line) as place
			          from cart c
			          left join lateral (select code from order_error e
			                              where e.run_id = c.run_id and e.line = c.line order by e.id limit 1) e on true
			         where c.run_id = :run and c.outcome <> 'ORDERED') as unhappy
			 where place <= :limit order by line""";

	private static final String PRODUCT_LINES = """
			with open as (
			    select coalesce(i.friendly_name, i.offer_id, '') as product, o.status, c.completed_at
			      from order_line_item i
			      join cart_order o on o.id = i.cart_order_id
			      join cart c on c.run_id = o.run_id and c.line = o.line
			     where o.run_id = :run and i.subscription_state in ('AWAITED', 'MISSING')),
			product as (
			    select product, count(*) as missing, count(*) filter (where lower(status) = 'completed') as completed,
			           min(completed_at) as oldest, count(*) over () as products
			      from open group by product order by 2 desc, 1 limit :limit)
			select p.*, coalesce(c.came, 0) as came
			  from product p
			  left join (select coalesce(i.friendly_name, i.offer_id, '') as product, count(*) as came
			               from order_line_item i join cart_order o on o.id = i.cart_order_id
			              where o.run_id = :run and i.subscription_state = 'PROVISIONED'
			                and coalesce(i.friendly_name, i.offer_id, '') in (select product from product)
			              group by 1) c on c.product = p.product
			 order by p.missing desc, p.product""";

	private static final String ID_TIMES = """
			select count(*) filter (where took <= 0) as at_once, count(*) filter (where took > 0) as later,
			       percentile_disc(0.5) within group (order by took) filter (where took > 0) as half, max(took) as slowest
			  from (select extract(epoch from i.provisioned_at - c.completed_at)::float8 as took
			          from order_line_item i
			          join cart_order o on o.id = i.cart_order_id
			          join cart c on c.run_id = o.run_id and c.line = o.line
			         where o.run_id = :run and i.subscription_state = 'PROVISIONED' and i.provisioned_at is not null) as id""";

	private static final String CUSTOMER_CARTS = """
			with customer as (
			    select customer_id, count(*) filter (where outcome is distinct from 'ORDERED') as to_look_at, count(*) as carts,
			           count(*) over () as customers
			      from cart where run_id = :run group by customer_id order by 2 desc, 3 desc, 1 limit :limit)
			select customer.*, coalesce(c.outcome, 'NOT_ATTEMPTED') as outcome, count(*) as of_outcome
			  from customer join cart c on c.run_id = :run and c.customer_id = customer.customer_id
			 group by 1, 2, 3, 4, 5 order by 2 desc, 3 desc, 1""";

	private static final String CUSTOMER_LINES = """
			select c.customer_id, count(*) as missing
			  from order_line_item i
			  join cart_order o on o.id = i.cart_order_id
			  join cart c on c.run_id = o.run_id and c.line = o.line
			 where o.run_id = :run and i.subscription_state in ('AWAITED', 'MISSING')
			 group by 1""";

	private static final String CUSTOMER_MONEY = """
			select c.customer_id, coalesce(o.currency_code, '') as currency, sum(o.total_price) as amount
			  from cart_order o join cart c on c.run_id = o.run_id and c.line = o.line
			 where o.run_id = :run and o.total_price is not null and c.customer_id in (:customers)
			   and not exists (select 1 from order_line_item i
			                    where i.cart_order_id = o.id and i.subscription_state = 'ORDER_FAILED')
			 group by 1, 2 order by 3 desc""";

	// those that are not ordered take turns by cause, so that a frequent one hides no
	// other
	private static final String CARTS = """
			with unhappy as (
			    select line, row_number() over (partition by outcome, http_status, error_code order by line) as turn
			      from cart where run_id = :run and outcome <> 'ORDERED'),
			chosen as (
			    (select line, 0 as part from unhappy order by turn, line limit 900)
			    union all
			    (select line, 1 as part from cart where run_id = :run and outcome = 'ORDERED' order by line limit 100)
			    union all
			    (select line, 2 as part from cart where run_id = :run and outcome is null order by line limit 100))
			select c.line, c.customer_id, c.cart_id, coalesce(c.outcome, 'NOT_ATTEMPTED') as outcome, c.attempts,
			       c.completed_at,
			       case when c.outcome = 'ORDERED' then (select min(o.order_id) from cart_order o
			                                              where o.run_id = c.run_id and o.line = c.line)
			            else coalesce(c.error_description, (select min(e.description) from order_error e
			                                                 where e.run_id = c.run_id and e.line = c.line)) end as why,
			       coalesce(c.error_code, (select min(e.code) from order_error e
			                                where e.run_id = c.run_id and e.line = c.line)) as code
			  from chosen join cart c on c.run_id = :run and c.line = chosen.line
			 order by chosen.part, c.line""";

	private static final String EVENTS = "select at, kind, says, by from run_event where run_id = :run order by at, kind";

	private final RunReport report;

	private final JdbcClient jdbc;

	private final Times times;

	PageQuery(RunReport report, JdbcClient jdbc, Times times) {
		this.report = report;
		this.jdbc = jdbc;
		this.times = times;
	}

	Page page() {
		long[] moreProducts = { 0 };
		long[] moreCustomers = { 0 };
		List<RunEvent> events = ask(EVENTS, (row, number) -> new RunEvent(instant(row, "at"),
				RunEvent.Kind.valueOf(row.getString("kind")), row.getString("says"), row.getString("by")));
		return new Page(this.report, this.times, cartsOfCauses(), rejected(), products(moreProducts), moreProducts[0],
				openLines(), idTimes(), new TimeLineQuery(this.report, this.jdbc, this.times, events).timeLine(),
				attempts(), customers(moreCustomers), moreCustomers[0], ask(CARTS, this::cart), events, Assets.OF_PAGE);
	}

	private <T> List<T> ask(String sql, RowMapper<T> mapper) {
		return statement(sql).query(mapper).list();
	}

	private JdbcClient.StatementSpec statement(String sql) {
		return this.jdbc.sql(sql).param("run", this.report.run().id().value());
	}

	/** As lines of a CSV, so that they can be given to a run. */
	private List<List<String>> cartsOfCauses() {
		Map<String, List<String>> carts = new HashMap<>();
		statement(CARTS_OF_CAUSES).param("limit", CARTS_OF_A_CAUSE).query((row) -> {
			String cause = row.getString("outcome") + " " + row.getString("http_status") + " " + row.getString("code");
			carts.computeIfAbsent(cause, (key) -> new ArrayList<>())
				.add(CSVFormat.RFC4180.format(SpreadsheetCell.defused(row.getString("customer_id")),
						SpreadsheetCell.defused(row.getString("cart_id"))));
		});
		return this.report.causes()
			.stream()
			.map((cause) -> carts.getOrDefault(cause.outcome() + " " + cause.httpStatus() + " " + cause.code(),
					List.of()))
			.toList();
	}

	private List<Page.RejectedRow> rejected() {
		return ask("select line, reason, raw from rejected_row where run_id = :run order by line limit 20", (row,
				number) -> new Page.RejectedRow(row.getLong("line"), row.getString("reason"), row.getString("raw")));
	}

	private List<Page.Product> products(long[] more) {
		List<Page.Product> products = statement(PRODUCT_LINES).param("limit", PRODUCTS).query((row, number) -> {
			more[0] = row.getLong("products");
			return new Page.Product(row.getString("product"), row.getLong("missing"), row.getLong("came"),
					row.getLong("completed"), ago(instant(row, "oldest")));
		}).list();
		more[0] -= products.size();
		return products;
	}

	private List<Page.OpenLine> openLines() {
		Map<String, Instant> settled = new HashMap<>();
		if (!this.report.openLines().isEmpty()) {
			this.jdbc
				.sql("""
						select o.order_id, c.completed_at from cart_order o join cart c on c.run_id = o.run_id and c.line = o.line
						 where o.run_id = :run and o.order_id in (:orders)""")
				.param("run", this.report.run().id().value())
				.param("orders", this.report.openLines().stream().map(RunReport.OpenLine::order).distinct().toList())
				.query((row) -> {
					settled.put(row.getString("order_id"), instant(row, "completed_at"));
				});
		}
		return this.report.openLines()
			.stream()
			.map((line) -> new Page.OpenLine(ago(settled.getOrDefault(line.order(), this.report.asOf())), line))
			.toList();
	}

	private Page.IdTimes idTimes() {
		return statement(ID_TIMES)
			.query((row, number) -> new Page.IdTimes(row.getLong("at_once"), row.getLong("later"), seconds(row, "half"),
					seconds(row, "slowest")))
			.single();
	}

	private List<Page.Attempts> attempts() {
		return ask(
				"select attempts, count(*) as carts from cart where run_id = :run and outcome is not null group by 1 order by 1",
				(row, number) -> new Page.Attempts(row.getInt("attempts"), row.getLong("carts")));
	}

	private List<Page.Customer> customers(long[] more) {
		Map<String, Map<Outcome, Long>> carts = new LinkedHashMap<>();
		statement(CUSTOMER_CARTS).param("limit", CUSTOMERS).query((row) -> {
			more[0] = row.getLong("customers");
			carts.computeIfAbsent(row.getString("customer_id"), (customer) -> new EnumMap<>(Outcome.class))
				.put(Outcome.valueOf(row.getString("outcome")), row.getLong("of_outcome"));
		});
		more[0] -= carts.size();
		if (carts.isEmpty()) {
			return List.of();
		}
		Map<String, Long> missing = new HashMap<>();
		statement(CUSTOMER_LINES).query((row) -> {
			missing.put(row.getString("customer_id"), row.getLong("missing"));
		});
		Map<String, List<Money>> money = new HashMap<>();
		statement(CUSTOMER_MONEY).param("customers", carts.keySet()).query((row) -> {
			money.computeIfAbsent(row.getString("customer_id"), (customer) -> new ArrayList<>())
				.add(new Money(row.getString("currency"), row.getBigDecimal("amount"), List.of()));
		});
		return carts.entrySet()
			.stream()
			.map((entry) -> new Page.Customer(entry.getKey(), entry.getValue(),
					missing.getOrDefault(entry.getKey(), 0L), money.getOrDefault(entry.getKey(), List.of())))
			.toList();
	}

	private Page.CartRow cart(ResultSet row, int number) throws SQLException {
		OffsetDateTime settled = row.getObject("completed_at", OffsetDateTime.class);
		return new Page.CartRow(row.getLong("line"), row.getString("customer_id"), row.getString("cart_id"),
				Outcome.valueOf(row.getString("outcome")), row.getString("why"), row.getString("code"),
				row.getInt("attempts"), (settled != null) ? this.times.clock(settled.toInstant()) : "");
	}

	private Duration ago(Instant time) {
		return Duration.between(time, this.report.asOf());
	}

	private static Duration seconds(ResultSet row, String column) throws SQLException {
		return Duration.ofMillis(Math.round(row.getDouble(column) * 1000));
	}

	static Instant instant(ResultSet row, String column) throws SQLException {
		return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class)).toInstant();
	}

}
