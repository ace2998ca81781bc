package dev.bulkcheckout.settings;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MaxRefusedTests {

	@ParameterizedTest
	@CsvSource({ "20%, 10, 49, false", "20%, 49, 49, false", "20%, 10, 50, false", "20%, 11, 50, true",
			"20%, 200, 1000, false", "20%, 201, 1000, true", "0%, 1, 50, true", "0%, 0, 50, false",
			"100%, 500, 500, false", "3, 3, 3, false", "3, 4, 4, true", "3, 4, 100000, true", "0, 1, 1, true",
			"0, 0, 50, false" })
	void limitIsExceeded(String max, long refused, long settled, boolean exceeded) {
		assertThat(MaxRefused.of(max).isExceeded(refused, settled)).isEqualTo(exceeded);
	}

	@Test
	void defaultIsAFifth() {
		assertThat(EffectiveValues.read(Map.of()).maxRefused()).isEqualTo(MaxRefused.of("20%"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "20%", "0", "100%", "999999999" })
	void whatIsWrittenIsRead(String text) {
		assertThat(MaxRefused.of(text)).hasToString(text);
		assertThat(MaxRefused.of(" " + text.replace("%", " %") + " ")).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "%", "-1", "1.5%", "101%", "many", "20%%", "1000000000" })
	void nonsenseIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> MaxRefused.of(text));
	}

}
