package dev.bulkcheckout.throttling;

import java.time.Duration;

/**
 * What the governor is doing at one moment, for people to look at.
 *
 * @param inFlight calls that have been let through and are not finished
 * @param waiting calls that wait to be let through
 * @param rate calls a second that would be let through now if they all came
 * @param granted calls let through so far
 * @param throttled calls so far that the API refused with 429
 * @param pausedFor how long nothing is let through from now on because the API said so;
 * zero if it did not
 * @param reason why the pace is what it is
 */
public record Pace(int inFlight, int waiting, double rate, long granted, long throttled, Duration pausedFor,
		PaceReason reason) {

}
