package dev.bulkcheckout.report.html;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.ledger.RunEvent;
import dev.bulkcheckout.report.Money;
import dev.bulkcheckout.report.RunReport;
import dev.bulkcheckout.report.Times;

/**
 * All that the page shows of one run; what the templates are typed by.
 *
 * @param report the run, its counts and causes
 * @param times the operator's clock
 * @param cartsOfCauses some carts of each cause of the report, in its order
 * @param rejected the first rejected rows
 * @param products products of which ids are missing, most first
 * @param moreProducts products beyond these
 * @param openLines order lines without an expected id
 * @param idTimes how long the ids took that came later
 * @param timeLine what happened when; null before the first cart is settled
 * @param attempts carts by how often they were asked for, fewest first
 * @param customers those with most to look at first
 * @param moreCustomers customers beyond these
 * @param carts those that are not ordered, then some that are
 * @param events what changed its course, oldest first
 * @param assets styles and script
 */
public record Page(RunReport report, Times times, List<List<String>> cartsOfCauses, List<RejectedRow> rejected,
		List<Product> products, long moreProducts, List<OpenLine> openLines, IdTimes idTimes,
		@Nullable TimeLine timeLine, List<Attempts> attempts, List<Customer> customers, long moreCustomers,
		List<CartRow> carts, List<RunEvent> events, Assets assets) {

	/**
	 * A refused row of the input.
	 *
	 * @param line where it stands
	 * @param reason why it was refused
	 * @param row what stands there
	 */
	public record RejectedRow(long line, String reason, String row) {
	}

	/**
	 * A product of which subscription ids are missing.
	 *
	 * @param name for people; empty if the lines name none
	 * @param missing lines without an id
	 * @param came lines with one
	 * @param completed lines without an id whose order is completed
	 * @param oldest how long the first of them waits
	 */
	public record Product(String name, long missing, long came, long completed, Duration oldest) {

		/**
		 * Whether no id ever came though orders are completed: perhaps none belongs to
		 * it.
		 */
		public boolean isPerhapsWithout() {
			return this.came == 0 && this.completed > 0;
		}
	}

	/**
	 * An order line without an expected id.
	 *
	 * @param age how long ago its cart was settled
	 * @param line what the report says of it
	 */
	public record OpenLine(Duration age, RunReport.OpenLine line) {
	}

	/**
	 * How long ids took.
	 *
	 * @param atOnce ids that came with the checkout
	 * @param later those that came afterwards
	 * @param half within this time half of the later ones came
	 * @param all within this time all of them came
	 */
	public record IdTimes(long atOnce, long later, Duration half, Duration all) {
	}

	/**
	 * Carts by how often they were asked for.
	 *
	 * @param times how often
	 * @param carts how many
	 */
	public record Attempts(int times, long carts) {
	}

	/**
	 * A customer's share of the run.
	 *
	 * @param id the customer
	 * @param carts by outcome
	 * @param idsMissing order lines without an expected id
	 * @param money what its orders cost
	 */
	public record Customer(String id, Map<Outcome, Long> carts, long idsMissing, List<Money> money) {

		/**
		 * All its carts.
		 */
		public long all() {
			return this.carts.values().stream().mapToLong(Long::longValue).sum();
		}

		/**
		 * Those that are not ordered.
		 */
		public long toLookAt() {
			return all() - this.carts.getOrDefault(Outcome.ORDERED, 0L);
		}
	}

	/**
	 * A cart.
	 *
	 * @param line in the input
	 * @param customer its customer
	 * @param cart its id
	 * @param outcome what it ended in
	 * @param why the cause, or the order
	 * @param code of the last answer
	 * @param attempts how often it was asked for
	 * @param settled when, as a clock shows it; empty if it is not
	 */
	public record CartRow(long line, String customer, String cart, Outcome outcome, @Nullable String why,
			@Nullable String code, int attempts, String settled) {
	}

}
