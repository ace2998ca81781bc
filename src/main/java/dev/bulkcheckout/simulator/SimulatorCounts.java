package dev.bulkcheckout.simulator;

/**
 * What the simulator has counted since its start or its last reset.
 *
 * @param calls calls of the API, refused ones included
 * @param checkouts checkouts that arrived, refused ones included
 * @param carts distinct carts whose checkout got past throttle and token check
 * @param orderedCarts distinct carts that were really ordered
 * @param repeatedCheckouts checkouts of carts that were ordered already
 * @param throttled calls refused by the throttle
 * @param unauthorized calls refused for want of a good token
 * @param lost calls whose connection was lost, by a fault or by the caller
 * @param tokenRequests calls of the token endpoint
 * @param inFlight calls of the API being worked on now
 * @param maxInFlight the most that ever were at once
 */
public record SimulatorCounts(long calls, long checkouts, long carts, long orderedCarts, long repeatedCheckouts,
		long throttled, long unauthorized, long lost, long tokenRequests, int inFlight, int maxInFlight) {
}
