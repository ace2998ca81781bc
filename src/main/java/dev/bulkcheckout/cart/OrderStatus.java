package dev.bulkcheckout.cart;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An order's status, read liberally. Source: "Order resources" (read 2026-11); samples
 * add {@code none} and no status at all, which say nothing ({@link #UNKNOWN}).
 */
public enum OrderStatus {

	/** Not told, or a word that is not documented. */
	UNKNOWN(Course.OPEN),

	/** Finished; tells nothing of subscription ids. */
	COMPLETED(Course.DONE),

	/** Being processed; subscription ids may be there all the same. */
	PENDING(Course.OPEN),

	/** Cancelled: no further id will come. */
	CANCELLED(Course.FAILED),

	/** Suspended by the partner: a matter for a person. */
	SUSPENDED(Course.HELD),

	/** Second review; can take days. */
	PENDING_REVIEW(Course.HELD),

	/** The partner must upload a purchase order. */
	PENDING_PO_UPLOAD(Course.HELD),

	/** Microsoft is reviewing the purchase order. */
	PO_UPLOAD_COMPLETE(Course.HELD),

	/** Will not be processed. */
	PO_REVIEW_REJECTED(Course.FAILED),

	/** Some subscriptions of the order failed: those are to be bought again. */
	PARTIAL_SUCCESS(Course.FAILED),

	/** The order failed. */
	ERROR(Course.FAILED);

	/**
	 * What a status means for a line that has no subscription id yet.
	 */
	public enum Course {

		/** An id may come at any moment. */
		OPEN,
		/** The order is finished. */
		DONE,
		/** Waits for a person; an id may come in days. */
		HELD,
		/** No id will come. */
		FAILED

	}

	private static final Map<String, OrderStatus> BY_WORD = Map.ofEntries(Map.entry("completed", COMPLETED),
			Map.entry("pending", PENDING), Map.entry("cancelled", CANCELLED), Map.entry("canceled", CANCELLED),
			Map.entry("suspended", SUSPENDED), Map.entry("pendingreview", PENDING_REVIEW),
			Map.entry("pendingpoupload", PENDING_PO_UPLOAD), Map.entry("pouploadcomplete", PO_UPLOAD_COMPLETE),
			Map.entry("poreviewrejected", PO_REVIEW_REJECTED), Map.entry("partialsuccess", PARTIAL_SUCCESS),
			Map.entry("error", ERROR));

	private final Course course;

	OrderStatus(Course course) {
		this.course = course;
	}

	/**
	 * What the status means for a line without a subscription id.
	 */
	public Course course() {
		return this.course;
	}

	/**
	 * Reads a status without regard to case, blanks, {@code _} and {@code -}.
	 * @return {@link #UNKNOWN} for null and for any word that is not documented
	 */
	public static OrderStatus of(@Nullable String status) {
		if (status == null) {
			return UNKNOWN;
		}
		String word = status.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
		return BY_WORD.getOrDefault(word, UNKNOWN);
	}

}
