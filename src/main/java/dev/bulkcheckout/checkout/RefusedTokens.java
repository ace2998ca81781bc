package dev.bulkcheckout.checkout;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.partnercenter.PartnerCenterClient;
import dev.bulkcheckout.settings.Secret;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Judges a 401 by the token that it was said to. A token that is refused for one cart and
 * then let through for a harmless question is good: it is the cart, or its customer, that
 * is refused (users report that the API says so in words of authorization). A token that
 * is refused for both is dead, and another one is fetched. Only where tokens that were
 * fetched anew are refused for everything, one after the other, nobody may ask, and the
 * run stops. Safe for use by many threads.
 */
final class RefusedTokens {

	/** A token can be revoked before its first use, by chance even twice in a row. */
	private static final int DEAD_IN_A_ROW = 3;

	private static final Duration PAUSE = Duration.ofMillis(200);

	private final PartnerCenterClient client;

	private final StopSignal stop;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable Secret letThrough;

	private @Nullable Secret letThroughBefore;

	private int dead;

	RefusedTokens(PartnerCenterClient client, StopSignal stop) {
		this.client = client;
		this.stop = stop;
	}

	/**
	 * Notes that a token was let through.
	 */
	void letThrough(Secret token) {
		if (!token.equals(this.letThrough)) {
			this.letThrough = token;
		}
	}

	/**
	 * Whether a call that was refused, and not for the first time, is to be sent again
	 * with another token; one call at a time asks.
	 * @return false if the token is good, so that the refusal is an answer like any other
	 * @throws CancellationException if the run stops, perhaps because nobody may ask
	 */
	boolean isDead(Secret refused, StopReason nobodyMayAsk) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			Answer harmless = this.client.organizationProfile();
			if (!(harmless instanceof Answer.Received received) || !received.token().equals(refused)) {
				return true;
			}
			if (received.status() != 401) {
				letThrough(refused);
				return false;
			}
			this.client.reject(received);
			buried(refused, nobodyMayAsk);
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void buried(Secret token, StopReason nobodyMayAsk) throws InterruptedException {
		Secret alive = this.letThrough;
		if (alive != null && !alive.equals(this.letThroughBefore)) {
			this.letThroughBefore = alive;
			this.dead = 0;
		}
		if (token.equals(alive)) {
			return;
		}
		this.dead++;
		if (this.dead >= DEAD_IN_A_ROW) {
			this.stop.raise(nobodyMayAsk);
			throw new CancellationException(nobodyMayAsk.what());
		}
		if (this.stop.await(PAUSE)) {
			throw new CancellationException("the run is being stopped");
		}
	}

}
