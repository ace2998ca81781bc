package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.time.Instant;

import dev.bulkcheckout.cart.OperatorConsole;

/**
 * Tells the operator of outages of Partner Center.
 *
 * @param console where it is said
 * @param subject what is down
 */
public record OutageMessages(OperatorConsole console, String subject) implements OutageListener {

	@Override
	public void apiDown(String what, Instant since, Instant givesUpAt) {
		this.console.say(this.subject + " does not answer since " + OperatorConsole.time(since) + " (" + what
				+ "): waiting for it until " + OperatorConsole.time(givesUpAt) + ", no cart is charged for it");
	}

	@Override
	public void stillDown(String what, Instant since, Instant givesUpAt) {
		this.console.say("still waiting for " + this.subject + " since " + OperatorConsole.time(since) + ", until "
				+ OperatorConsole.time(givesUpAt) + " (" + what + ")");
	}

	@Override
	public void apiUp(Duration lasted) {
		this.console.say(this.subject + " answers again after " + lasted.toSeconds() + " s");
	}

	@Override
	public void fewCarts(int carts, Duration lasted) {
		this.console.say(this.subject + " has not answered for " + carts + " carts in " + lasted.toSeconds()
				+ " s, and there is no other cart to ask: it is taken for their own fault, the run goes on");
	}

}
