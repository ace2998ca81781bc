package dev.bulkcheckout.throttling;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PacingTests {

	private static final long SECOND = 1_000_000_000L;

	@Test
	void customerThatIsRefusedTwiceHasALimitOfItsOwn() {
		Pacing alone = new Pacing(Double.POSITIVE_INFINITY, 0);
		long now = twiceRefused(alone);
		assertThat(alone.nextAt("busy", now)).isGreaterThan(now);
	}

	@Test
	void whereOthersAskUnderTheSameLimitItIsHeldForItsRetryAfterOnly() {
		Pacing shared = new Pacing(Double.POSITIVE_INFINITY, 0);
		shared.share();
		long now = twiceRefused(shared);
		assertThat(shared.nextAt("busy", now - SECOND)).as("by its Retry-After").isEqualTo(now);
		assertThat(shared.nextAt("busy", now)).isEqualTo(now);
	}

	/**
	 * A customer is refused, accepted and refused again, while another one is accepted,
	 * and then sends a burst.
	 * @return when its Retry-After is over
	 */
	private static long twiceRefused(Pacing pacing) {
		long now = SECOND;
		for (int i = 0; i < 2; i++) {
			pacing.accepted("busy", now, now + 1);
			pacing.accepted("modest", now, now + 1);
			now += SECOND;
			pacing.refused("busy", now, now + 1, SECOND - 1);
			now += SECOND;
			pacing.accepted("modest", now, now + 1);
		}
		for (int i = 0; i < 5; i++) {
			pacing.sent("busy", now);
		}
		return now;
	}

}
