package dev.bulkcheckout.throttling;

/**
 * What a worker of a run would have in flight, and what it may and does have.
 *
 * @param wanted calls in flight and waiting
 * @param granted calls that it may have in flight
 * @param inFlight calls that it has in flight, for some time more than it may where it
 * had more to give back than was free
 */
public record Demand(int wanted, int granted, int inFlight) {

	/**
	 * What nobody else may use.
	 */
	int held() {
		return Math.max(this.granted, this.inFlight);
	}

}
