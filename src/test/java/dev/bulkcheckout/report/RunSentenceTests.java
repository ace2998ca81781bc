package dev.bulkcheckout.report;

import java.time.Instant;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.bulkcheckout.ledger.LeaseHolder;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.report.RunProgress.Phase;

import static org.assertj.core.api.Assertions.assertThat;

class RunSentenceTests {

	private static final Instant HALF_PAST_ONE = Instant.parse("2026-11-22T00:30:00Z");

	private static final Instant TWO_FOURTEEN = Instant.parse("2026-11-22T01:14:59Z");

	private static final Times TIMES = new Times(ZoneId.of("Europe/Berlin"), Instant.parse("2026-11-22T02:00:00Z"));

	private static final LeaseHolder NIGHT_01 = new LeaseHolder("night-01", 4711, null);

	private static final RunProgress CHECKING_OUT = new RunProgress(Phase.CHECKING_OUT, 20_000, 8112, 0, 0, 0, null);

	private static final RunProgress RECONCILING = new RunProgress(Phase.RECONCILING, 1000, 1000, 1200, 37, 0,
			Instant.parse("2026-11-22T02:31:00Z"));

	private static final RunProgress STAGING = new RunProgress(Phase.STAGING, 0, 0, 0, 0, 0, null);

	@Test
	void runningTellsWhereSinceWhenAndHowFar() {
		assertThat(sentence(new RunState.Running(NIGHT_01, HALF_PAST_ONE, null), CHECKING_OUT))
			.isEqualTo("running since 01:30 on night-01, pid 4711: checking out, 8,112 of 20,000 settled");
		assertThat(sentence(new RunState.Running(NIGHT_01, HALF_PAST_ONE, null), RECONCILING))
			.isEqualTo("running since 01:30 on night-01, pid 4711: reconciling, 1,000 of 1,000 settled, "
					+ "37 of 1,200 ids awaited, next look 03:31");
		assertThat(sentence(new RunState.Running(NIGHT_01, HALF_PAST_ONE, null), STAGING))
			.isEqualTo("running since 01:30 on night-01, pid 4711: reading the input");
	}

	@Test
	void runThatWasAskedToStopSaysSo() {
		assertThat(sentence(new RunState.Running(NIGHT_01, HALF_PAST_ONE, TWO_FOURTEEN), CHECKING_OUT)).isEqualTo(
				"running since 01:30, asked to stop 02:14, on night-01, pid 4711: checking out, 8,112 of 20,000 settled");
	}

	@Test
	void finishedTellsWhatItsExitCodeMeans() {
		RunProgress done = new RunProgress(Phase.DONE, 1, 1, 1, 0, 0, null);
		assertThat(sentence(new RunState.Finished(TWO_FOURTEEN, 0), done))
			.isEqualTo("finished 02:14 with exit code 0 (every cart ordered, every expected subscription id there)");
		assertThat(sentence(new RunState.Finished(TWO_FOURTEEN, 3), done))
			.isEqualTo("finished 02:14 with exit code 3 (some carts or rows need a person)");
		assertThat(sentence(new RunState.Finished(TWO_FOURTEEN, 4), done))
			.isEqualTo("finished 02:14 with exit code 4 (every cart ordered, some subscription ids still missing)");
	}

	@Test
	void stoppedTellsWhyAndWhatToDo() {
		assertThat(sentence(new RunState.Stopped(TWO_FOURTEEN, "the token was refused.", "Renew the secret."),
				CHECKING_OUT))
			.isEqualTo("stopped 02:14 because the token was refused; Renew the secret; 8,112 of 20,000 settled; "
					+ "'bulk-checkout restart 17' goes on");
	}

	@Test
	void crashedTellsWhoWasLastHeardOfWhen() {
		assertThat(sentence(new RunState.Crashed(NIGHT_01, TWO_FOURTEEN), CHECKING_OUT))
			.isEqualTo("crashed 02:14, when night-01, pid 4711 was last heard of; 8,112 of 20,000 settled; "
					+ "'bulk-checkout restart 17' goes on");
	}

	@Test
	void timesOfAnotherDayHaveTheirDate() {
		assertThat(sentence(new RunState.Crashed(NIGHT_01, Instant.parse("2026-11-20T22:59:00Z")), CHECKING_OUT))
			.startsWith("crashed 2026-11-20 23:59, when");
	}

	@Test
	void waitingTellsHowToGoOn() {
		assertThat(sentence(new RunState.Waiting(), RECONCILING))
			.isEqualTo("waiting to be restarted; 1,000 of 1,000 settled, 37 of 1,200 ids awaited, next look 03:31; "
					+ "'bulk-checkout restart 17' goes on");
		assertThat(sentence(new RunState.Waiting(), STAGING))
			.isEqualTo("waiting to be restarted; no cart is in the ledger yet; nothing was asked, "
					+ "'bulk-checkout run' with the same input goes on");
		assertThat(RunSentence.of(run(new RunId(12)), new RunState.Waiting(), STAGING, TIMES))
			.endsWith("'bulk-checkout restart 17' goes on");
	}

	@Test
	void zoneIsNamedWithItsDistance() {
		assertThat(TIMES.zone()).isEqualTo("Europe/Berlin (UTC+01:00)");
		assertThat(new Times(ZoneId.of("UTC"), TWO_FOURTEEN).zone()).isEqualTo("UTC");
	}

	private static String sentence(RunState state, RunProgress progress) {
		return RunSentence.of(run(null), state, progress, TIMES);
	}

	private static Run run(@Nullable RunId rerunOf) {
		return new Run(new RunId(17), "key", "carts.csv", null, null, rerunOf, null, null, false, "{}", HALF_PAST_ONE,
				null, 0, null, null, null, null, null, null, null, null, null, null, null, null);
	}

}
