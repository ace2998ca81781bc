package dev.bulkcheckout.simulator;

import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ScenarioFileTests {

	private static final String CUSTOMER = "28045616-f6b9-462f-9701-0d89b5e65c44";

	@Test
	void readsSettings() {
		SimulatorSettings settings = ScenarioFile.parse("""
				# a bad night
				latency 200ms 2s
				provisioning PT1M   # fixed
				throttle 500 burst=50 per-customer refused-count
				token-life 20s
				token-life-as-text
				list-lag 15m
				record 5
				down reset after=30s for=60s
				down hang after-checkouts=500
				""", SimulatorSettings.builder().port(4711).build());
		assertThat(settings.port()).isEqualTo(4711);
		assertThat(settings.latency()).isEqualTo(Latency.lognormal(Duration.ofMillis(200), Duration.ofSeconds(2)));
		assertThat(settings.provisioning()).isEqualTo(Latency.fixed(Duration.ofMinutes(1)));
		assertThat(settings.throttle()).isEqualTo(Throttle.parse("500 refused-count per-customer burst=100ms"));
		assertThat(settings.tokens().life()).isEqualTo(Duration.ofSeconds(20));
		assertThat(settings.tokens().lifeForm()).isEqualTo(TokenLifeForm.TEXT);
		assertThat(settings.listLag()).isEqualTo(Duration.ofMinutes(15));
		assertThat(settings.recordedRequests()).isEqualTo(5);
		assertThat(settings.scenario().down()).containsExactly(
				DownWindow.after(Duration.ofSeconds(30), OutageMode.RESET, Duration.ofMinutes(1)),
				DownWindow.afterCheckouts(500, OutageMode.HANG, null));
	}

	@Test
	void firstRuleThatFitsDecidesButIdsThatNameABehaviourGoFirst() {
		Behaviours behaviours = new Behaviours(ScenarioFile.parse("""
				cart 2517C51B-58cd-4abe-87ed-3ab812401ab4 503 times=2
				carts 25 fine product=saas
				others 409
				""", SimulatorSettings.DEFAULTS).scenario());
		assertThat(of(behaviours, "2517c51b-58cd-4abe-87ed-3ab812401ab4")).hasToString("503 times=2");
		assertThat(of(behaviours, "2517c51c-58cd-4abe-87ed-3ab812401ab4")).hasToString("201 product=saas");
		assertThat(of(behaviours, "3517c51c-58cd-4abe-87ed-3ab812401ab4")).hasToString("409");
		assertThat(of(behaviours, "50000000-0000-0000-0000-3ab812401ab4")).hasToString("500");
	}

	@Test
	void percentIsThatShareAndTheSameEachTime() {
		Behaviours behaviours = new Behaviours(
				ScenarioFile.parse("percent 10 seed=3 500", SimulatorSettings.DEFAULTS).scenario());
		int faulty = 0;
		for (int i = 0; i < 10_000; i++) {
			String cart = new UUID(i, -1).toString();
			faulty += of(behaviours, cart).equals(Behaviour.FINE) ? 0 : 1;
			assertThat(of(behaviours, cart)).isEqualTo(of(behaviours, cart));
		}
		assertThat(faulty).isBetween(800, 1200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense 1", "latency soon", "cart 25", "others 999", "others 500 times=x",
			"others 500 colour=red", "down reset", "down sideways after=1s", "throttle 5 often", "percent" })
	void linesThatAreNotUnderstoodAreNamed(String line) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ScenarioFile.parse("latency 1s\n" + line, SimulatorSettings.DEFAULTS))
			.withMessageContaining("line 2")
			.withMessageContaining(line);
	}

	private static Behaviour of(Behaviours behaviours, String cart) {
		return behaviours.of(java.util.Objects.requireNonNull(CartKey.of(CUSTOMER, cart)));
	}

}
