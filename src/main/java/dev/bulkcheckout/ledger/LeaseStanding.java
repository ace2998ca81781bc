package dev.bulkcheckout.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Where a run's lease stands, by the database's clock.
 *
 * @param token of the last holder; 0 if there was none
 * @param holder the last holder; null if there was none
 * @param acquiredAt since when the last holder had it; null if there was none
 * @param heartbeatAt when it was last heard of
 * @param released whether the last holder gave it back, or there was none
 * @param expired whether the last holder has not been heard of for longer than a lease
 * lasts
 */
public record LeaseStanding(long token, @Nullable LeaseHolder holder, @Nullable Instant acquiredAt,
		@Nullable Instant heartbeatAt, boolean released, boolean expired) {

	/**
	 * Whether somebody is taken to be working on the run.
	 */
	public boolean isHeld() {
		return !this.released && !this.expired;
	}

}
