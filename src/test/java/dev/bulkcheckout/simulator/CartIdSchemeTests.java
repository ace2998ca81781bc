package dev.bulkcheckout.simulator;

import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CartIdSchemeTests {

	@ParameterizedTest
	@CsvSource({ "00000000-0000-0000-0000-000000000001, 201",
			"50301002-0000-0000-0000-000000000001, 503 work=done times=2",
			"40000000-0080-0065-0000-000000000001, 400 code=800065",
			"20170000-0000-0000-0600-000000000001, 201 face=orders-and-errors product=saas",
			"dead1010-0000-0000-0012-ffffffffffff, reset work=done times=10 fate=error ids=never",
			"DEAF0000-0000-0000-0000-000000000001, hang", "50050000-0000-0000-0000-000000000001, 500 body=html" })
	void idsNameBehaviours(String id, String words) {
		assertThat(behaviour(id)).hasToString(words).isEqualTo(Behaviour.parse(words));
	}

	@ParameterizedTest
	@ValueSource(strings = { "2517c51b-58cd-4abe-87ed-3ab812401ab4", "99900000-0000-0000-0000-000000000001",
			"500f0000-0000-0000-0000-000000000001", "5000a000-0000-0000-0000-000000000001",
			"50000a00-0000-0000-0000-000000000001", "50000000-00a0-0000-0000-000000000001",
			"50000000-0000-0000-0a00-000000000001", "11111111-1111-1111-1111-111111111111" })
	void otherIdsAreOrdinary(String id) {
		assertThat(behaviour(id)).isNull();
	}

	@Test
	void everyWordOfTheGuideIsUnderstood() {
		for (ConnectionFault breakage : ConnectionFault.values()) {
			assertThat(behaviour(breakage.hex() + "0000-0000-0000-0000-000000000001"))
				.isEqualTo(Behaviour.parse(ScenarioWords.of(breakage)));
			assertThat(Simulator.guide()).contains(breakage.hex(), ScenarioWords.of(breakage));
		}
	}

	private static @Nullable Behaviour behaviour(String id) {
		return CartIdScheme.behaviour(UUID.fromString(id));
	}

}
