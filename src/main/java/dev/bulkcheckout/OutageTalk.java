package dev.bulkcheckout;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

import dev.bulkcheckout.job.Talk;
import dev.bulkcheckout.throttling.OutageListener;

/**
 * Tells the operator of outages of Partner Center.
 *
 * @param talk where it is said
 * @param subject what is down
 */
record OutageTalk(Talk talk, String subject) implements OutageListener {

	@Override
	public void apiDown(String what, Instant since, Instant givesUpAt) {
		this.talk.say(this.subject + " does not answer since " + time(since) + " (" + what + "): waiting for it until "
				+ time(givesUpAt) + ", no cart is charged for it");
	}

	@Override
	public void stillDown(String what, Instant since, Instant givesUpAt) {
		this.talk.say("still waiting for " + this.subject + " since " + time(since) + ", until " + time(givesUpAt)
				+ " (" + what + ")");
	}

	@Override
	public void apiUp(Duration lasted) {
		this.talk.say(this.subject + " answers again after " + lasted.toSeconds() + " s");
	}

	@Override
	public void fewCarts(int carts, Duration lasted) {
		this.talk.say(this.subject + " has not answered for " + carts + " carts in " + lasted.toMinutes()
				+ " min, and there is no other cart to ask: it is taken for their own fault, the run goes on");
	}

	private static LocalTime time(Instant instant) {
		return instant.atZone(ZoneId.systemDefault()).toLocalTime().truncatedTo(ChronoUnit.SECONDS);
	}

}
