package dev.bulkcheckout.ledger;

import java.time.Instant;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.RunId;

/**
 * A run as the ledger keeps it.
 *
 * @param id its number
 * @param key what makes it this run and no other: the input's SHA-256 with date and
 * repetition
 * @param inputName the CSV's file name, or what the run was made of
 * @param inputSha256 of the CSV's bytes, hex; null for a rerun
 * @param businessDate the date given with {@code --date}
 * @param rerunOf the run whose carts these are
 * @param rerunOutcomes which of its outcomes were taken, comma-separated
 * @param job name of the job file it was launched with, without its ending; null for none
 * @param rehearsal whether its carts are the simulator's
 * @param options JSON of the options it was launched with
 * @param createdAt when it was first launched
 * @param stagedAt when every row of the input was in the ledger; null before
 * @param rowsRead rows of the input
 * @param startedAt when work on it first began; null before
 * @param checkedOutAt when every cart had its outcome; null before
 * @param reconciledAt when subscription ids were no longer asked for; null before
 * @param finishedAt when all steps had ended; null before
 * @param exitCode what the run told the scheduler; null before it finished
 * @param stopRequestedAt when somebody asked for it to stop; null if it went on since
 * @param stoppedAt when it was last stopped; null if it went on since
 * @param stopKind why it was stopped, in one word
 * @param stopReason why it was stopped, for the operator
 * @param stopAdvice what to do about it
 * @param approvedAt when what was planned was let through; null before, and where nothing
 * was planned
 * @param approvedBy who let it through
 */
public record Run(RunId id, String key, String inputName, @Nullable String inputSha256,
		@Nullable LocalDate businessDate, @Nullable RunId rerunOf, @Nullable String rerunOutcomes, @Nullable String job,
		boolean rehearsal, String options, Instant createdAt, @Nullable Instant stagedAt, long rowsRead,
		@Nullable Instant startedAt, @Nullable Instant checkedOutAt, @Nullable Instant reconciledAt,
		@Nullable Instant finishedAt, @Nullable Integer exitCode, @Nullable Instant stopRequestedAt,
		@Nullable Instant stoppedAt, @Nullable String stopKind, @Nullable String stopReason,
		@Nullable String stopAdvice, @Nullable Instant approvedAt, @Nullable String approvedBy) {

	/** What the key of a run begins with that reads carts and buys nothing. */
	public static final String PREFLIGHT = "preflight:";

	/** How a run was stopped whose carts were read and are to be approved. */
	public static final String PLANNED = "PLANNED";

	/**
	 * Whether it reads carts and buys nothing.
	 */
	public boolean isPreflight() {
		return this.key.startsWith(PREFLIGHT);
	}

	/**
	 * Whether it was planned, and nobody has let it buy yet.
	 */
	public boolean awaitsApproval() {
		return PLANNED.equals(this.stopKind) && this.approvedAt == null;
	}

	/**
	 * Why there is nothing to approve, for the operator; null if there is.
	 */
	public @Nullable String whyNoApproval() {
		if (awaitsApproval()) {
			return null;
		}
		return this.id + ((this.approvedAt != null)
				? " was approved before by " + this.approvedBy + "; 'bulk-checkout restart " + this.id.value()
						+ "' goes on if it was stopped"
				: " waits for no approval: that does only a run that was launched with --plan and has read its carts");
	}

	/**
	 * Whether all its steps have ended.
	 */
	public boolean isFinished() {
		return this.finishedAt != null;
	}

}
