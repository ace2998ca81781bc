package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class StopSignalTests {

	private static final StopReason FIRST = new StopReason(StopKind.SET_UP, "first", "mend it");

	private static final StopReason SECOND = new StopReason(StopKind.API_DOWN, "second", "wait");

	private final StopSignal stop = new StopSignal();

	@Test
	void firstReasonCounts() {
		assertThat(this.stop.reason()).isEmpty();
		assertThat(this.stop.raise(FIRST)).isTrue();
		assertThat(this.stop.raise(SECOND)).isFalse();
		assertThat(this.stop.reason()).contains(FIRST);
		assertThat(this.stop.isRaised()).isTrue();
	}

	@Test
	void listenersHearOnceBeforeAndAfter() {
		List<StopReason> heard = new ArrayList<>();
		this.stop.onRaise(heard::add);
		assertThat(heard).isEmpty();
		this.stop.raise(FIRST);
		this.stop.raise(SECOND);
		this.stop.onRaise(heard::add);
		assertThat(heard).containsExactly(FIRST, FIRST);
	}

	@Test
	void waitingEndsWithTheTimeOrTheSignal() throws Exception {
		assertThat(this.stop.await(Duration.ofMillis(20))).isFalse();
		Thread.ofVirtual().start(() -> this.stop.raise(FIRST));
		assertThat(this.stop.await(Duration.ofMinutes(5))).isTrue();
	}

}
