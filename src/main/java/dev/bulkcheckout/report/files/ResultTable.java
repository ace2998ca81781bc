package dev.bulkcheckout.report.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.report.RunReport;
import dev.bulkcheckout.report.SpreadsheetCell;

/**
 * The result files that are tables. Each query names the file's columns in their order.
 */
enum ResultTable {

	/**
	 * A row is a cart, in the order of the input. {@code orders} has the ids of its
	 * orders and {@code order-errors} the codes of its refused order groups ({@code ?}
	 * for one without), each joined by blanks and explained in the file of that name.
	 * What was odd about the answer is added to {@code error-description} as a note.
	 */
	RESULTS("results.csv", """
			select c.line as "line", c.customer_id as "customer-id", c.cart_id as "cart-id",
			       coalesce(c.outcome, 'NOT_ATTEMPTED') as "outcome", o.ids as "orders", e.codes as "order-errors",
			       c.attempts as "attempts", c.http_status as "http-status", c.error_code as "error-code",
			       nullif(concat_ws('; ', c.error_description, 'note: ' || c.note), '') as "error-description",
			       c.correlation_id as "correlation-id", c.request_id as "request-id",
			       to_char(c.completed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "completed-at"
			  from cart c
			  left join (select line, string_agg(order_id, ' ' order by id) as ids
			               from cart_order where run_id = :run group by line) as o on o.line = c.line
			  left join (select line, string_agg(coalesce(code, '?'), ' ' order by id) as codes
			               from order_error where run_id = :run group by line) as e on e.line = c.line
			 where c.run_id = :run
			 order by c.line"""),

	/**
	 * A row is an order line item. An order that came without line items has a row
	 * without them, so that no order is missing.
	 */
	ORDERS("orders.csv", """
			select c.customer_id as "customer-id", c.cart_id as "cart-id", o.order_id as "order-id",
			       o.status as "order-status", o.billing_cycle as "billing-cycle", o.currency_code as "currency-code",
			       o.creation_date as "creation-date", i.line_item_number as "line-item-number",
			       i.offer_id as "offer-id", i.friendly_name as "friendly-name", i.quantity as "quantity",
			       i.term_duration as "term-duration", i.subscription_id as "subscription-id",
			       i.subscription_state as "subscription-state"
			  from cart_order o
			  join cart c on c.run_id = o.run_id and c.line = o.line
			  left join order_line_item i on i.cart_order_id = o.id
			 where o.run_id = :run
			 order by o.line, o.order_id, i.line_item_number"""),

	/**
	 * A row is an order group that was refused.
	 */
	ORDER_ERRORS("order-errors.csv", """
			select c.customer_id as "customer-id", c.cart_id as "cart-id", e.order_group_id as "order-group-id",
			       e.code as "code", e.description as "description"
			  from order_error e
			  join cart c on c.run_id = e.run_id and c.line = e.line
			 where e.run_id = :run
			 order by e.line, e.id"""),

	/**
	 * A row is a refused row of the input.
	 */
	REJECTED("rejected.csv", """
			select line as "line", reason as "reason", raw as "row"
			  from rejected_row
			 where run_id = :run
			 order by line"""),

	/**
	 * A row is a cart that a rerun would take; the file can be given to {@code run}. The
	 * description is one line of at most 1,000 characters, for the input's sake; it is
	 * whole in {@code results.csv}.
	 */
	NEEDS_ATTENTION("needs-attention.csv",
			"""
					select customer_id as "customer-id", cart_id as "cart-id",
					       coalesce(outcome, 'NOT_ATTEMPTED') as "outcome",
					       left(regexp_replace(error_description, '[[:space:][:cntrl:]]+', ' ', 'g'), 1000) as "error-description"
					  from cart
					 where run_id = :run and (outcome is null or outcome in ('REFUSED', 'UNKNOWN', 'NOT_ATTEMPTED'))
					 order by line"""),

	/**
	 * A row is a cart as it was read before buying.
	 */
	PREFLIGHT("preflight.csv", """
			select c.line as "line", c.customer_id as "customer-id", c.cart_id as "cart-id", i.verdict as "verdict",
			       i.reason as "reason",
			       to_char(i.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "expires-at",
			       i.lines as "lines", i.currency_code as "currency-code", i.price as "price"
			  from cart_inspection i join cart c using (run_id, line)
			 where i.run_id = :run
			 order by c.line""");

	private final String fileName;

	private final String query;

	ResultTable(String fileName, String query) {
		this.fileName = fileName;
		this.query = query;
	}

	/**
	 * Whether a run leaves such a file: one that only read carts has no outcomes, and
	 * most runs read none before.
	 */
	boolean isOf(RunReport report) {
		return switch (this) {
			case PREFLIGHT -> report.preflight() != null;
			case REJECTED -> true;
			default -> !report.run().isPreflight();
		};
	}

	String fileName() {
		return this.fileName;
	}

	/**
	 * Writes the header and the run's rows as they come from the database.
	 * @throws IOException if they cannot be written
	 */
	void write(JdbcClient jdbc, RunId run, Writer writer) throws IOException {
		try {
			jdbc.sql(this.query).param("run", run.value()).query((rows) -> {
				print(rows, writer);
				return true;
			});
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	private static void print(ResultSet rows, Writer writer) throws SQLException {
		try {
			ResultSetMetaData columns = rows.getMetaData();
			int count = columns.getColumnCount();
			for (int i = 1; i <= count; i++) {
				CSVFormat.RFC4180.print(columns.getColumnLabel(i), writer, i == 1);
			}
			CSVFormat.RFC4180.println(writer);
			while (rows.next()) {
				for (int i = 1; i <= count; i++) {
					print(rows.getString(i), writer, i == 1);
				}
				CSVFormat.RFC4180.println(writer);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What is not known, and ids, numbers, codes and times, which most cells are, is
	 * written as it stands.
	 */
	private static void print(@Nullable String cell, Writer writer, boolean first) throws IOException {
		if (cell != null && !SpreadsheetCell.isPlain(cell)) {
			CSVFormat.RFC4180.print(SpreadsheetCell.defused(cell), writer, first);
			return;
		}
		if (!first) {
			writer.write(',');
		}
		writer.write((cell != null) ? cell : "");
	}

}
