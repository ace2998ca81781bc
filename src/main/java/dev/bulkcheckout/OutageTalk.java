package dev.bulkcheckout;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

import dev.bulkcheckout.job.Talk;
import dev.bulkcheckout.partnercenter.pace.OutageListener;

/**
 * Tells the operator of outages of Partner Center.
 *
 * @param talk where it is said
 */
record OutageTalk(Talk talk) implements OutageListener {

	@Override
	public void apiDown(String what, Instant since, Instant givesUpAt) {
		this.talk.say("Partner Center does not answer since " + time(since) + " (" + what + "): waiting for it until "
				+ time(givesUpAt) + ", no cart is charged for it");
	}

	@Override
	public void stillDown(String what, Instant since, Instant givesUpAt) {
		this.talk.say("still waiting for Partner Center since " + time(since) + ", until " + time(givesUpAt) + " ("
				+ what + ")");
	}

	@Override
	public void apiUp(Duration lasted) {
		this.talk.say("Partner Center answers again after " + lasted.toSeconds() + " s");
	}

	private static LocalTime time(Instant instant) {
		return instant.atZone(ZoneId.systemDefault()).toLocalTime().truncatedTo(ChronoUnit.SECONDS);
	}

}
