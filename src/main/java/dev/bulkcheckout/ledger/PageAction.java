package dev.bulkcheckout.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.RunId;

/**
 * Something that was asked for on the page or by the API.
 *
 * @param id its number
 * @param request what was asked for
 * @param askedAt when
 * @param begunAt when it was first tried; null while it waits
 * @param begunBy the process that tried first
 * @param worksOn the run that it began or went on with; null before
 * @param endedAt when it was over; null before
 * @param result what it came to; null before
 * @param exitCode of its run; null before, and where there was none
 * @param says what it waits for, or what it came to
 * @param takenBackBy who took it back before it was begun; null where nobody did
 */
public record PageAction(long id, ActionRequest request, Instant askedAt, @Nullable Instant begunAt,
		@Nullable String begunBy, @Nullable RunId worksOn, @Nullable Instant endedAt, @Nullable ActionResult result,
		@Nullable Integer exitCode, @Nullable String says, @Nullable String takenBackBy) {

	/** What db-scheduler knows such tasks by. */
	public static final String TASK = "page-action";

	/**
	 * Whether nothing more is done for it.
	 */
	public boolean isOver() {
		return this.endedAt != null;
	}

	/**
	 * Whether it is not begun yet, and can be taken back.
	 */
	public boolean isWaiting() {
		return this.begunAt == null && this.endedAt == null;
	}

	/**
	 * Where it stands, in one word: WAITING, RUNNING, or what it came to.
	 */
	public String state() {
		if (this.result != null) {
			return this.result.name();
		}
		return (this.begunAt != null) ? "RUNNING" : "WAITING";
	}

}
