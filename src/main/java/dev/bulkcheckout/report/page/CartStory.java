package dev.bulkcheckout.report.page;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.InspectionVerdict;
import dev.bulkcheckout.cart.OrderError;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.report.RunReport;

/**
 * All that the ledger keeps of a cart of a run. Of the calls that asked for it, that is
 * how many there were, the id that all of them carried, and the last answer.
 *
 * @param row the cart as in a list
 * @param requestId MS-RequestId of all its checkouts
 * @param correlationId MS-CorrelationId of the last answer; null if none was received
 * @param askedBefore whether it may have been asked for in an earlier run or by a process
 * that died
 * @param note what was odd about the answer; null if nothing was
 * @param cause what the outcome means and what to do; null for a cart that was ordered,
 * or has no outcome yet
 * @param inspection what was found before it was bought; null if nobody looked
 * @param orders what became of it
 * @param errors what did not become an order
 * @param elsewhere the same cart in other runs, oldest first
 */
public record CartStory(CartPage.Row row, UUID requestId, @Nullable UUID correlationId, boolean askedBefore,
		@Nullable String note, RunReport.@Nullable Cause cause, @Nullable Inspection inspection, List<Order> orders,
		List<OrderError> errors, List<Elsewhere> elsewhere) {

	/**
	 * Keeps copies.
	 */
	public CartStory {
		orders = List.copyOf(orders);
		errors = List.copyOf(errors);
		elsewhere = List.copyOf(elsewhere);
	}

	/**
	 * What a cart said of itself before it was bought.
	 *
	 * @param at when it was read
	 * @param verdict whether it would go
	 * @param reason why not; null if it would
	 * @param expiresAt when it expires; null if it does not tell
	 * @param lines how many lines it has
	 * @param currency of its price; null if it tells none
	 * @param price of its lines, without tax; null if it tells none
	 */
	public record Inspection(Instant at, InspectionVerdict verdict, @Nullable String reason,
			@Nullable Instant expiresAt, int lines, @Nullable String currency, @Nullable BigDecimal price) {
	}

	/**
	 * An order of the cart.
	 *
	 * @param id its id
	 * @param status as last received
	 * @param billingCycle as received
	 * @param currency as received
	 * @param price of the whole order
	 * @param createdAt as received
	 * @param reads how often it was asked for
	 * @param secondReads how often its subscriptions were asked for
	 * @param lastReadAt when it was asked for last; null if it was not
	 * @param problem what hindered the last look; null if nothing did
	 * @param nextReadAt when it is asked for again; null if it is not
	 * @param lines what was ordered
	 */
	public record Order(String id, @Nullable String status, @Nullable String billingCycle, @Nullable String currency,
			@Nullable BigDecimal price, @Nullable String createdAt, int reads, int secondReads,
			@Nullable Instant lastReadAt, @Nullable String problem, @Nullable Instant nextReadAt, List<Line> lines) {

		/**
		 * Keeps a copy.
		 */
		public Order {
			lines = List.copyOf(lines);
		}
	}

	/**
	 * A line of an order.
	 *
	 * @param number its number in the order
	 * @param offer what was bought
	 * @param name the same for people
	 * @param quantity how many
	 * @param term how long, ISO 8601
	 * @param price of the line
	 * @param subscription its subscription's id; null if there is none yet
	 * @param state where that stands
	 * @param provisionedAt when the id came; null if it has not
	 */
	public record Line(int number, @Nullable String offer, @Nullable String name, @Nullable Long quantity,
			@Nullable String term, @Nullable BigDecimal price, @Nullable String subscription, SubscriptionState state,
			@Nullable Instant provisionedAt) {
	}

	/**
	 * The same cart in another run.
	 *
	 * @param run that run
	 * @param line its line there
	 * @param outcome what it ended in there
	 * @param settledAt when; null if it is not settled
	 */
	public record Elsewhere(RunId run, long line, Outcome outcome, @Nullable Instant settledAt) {
	}

}
