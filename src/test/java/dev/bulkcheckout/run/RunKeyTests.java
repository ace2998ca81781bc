package dev.bulkcheckout.run;

import java.time.LocalDate;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunKeyTests {

	@Test
	void dateAndRehearsalMakeAnotherRun() {
		String plain = RunKey.ofInput("abc", null, false);
		assertThat(RunKey.ofInput("abc", null, false)).isEqualTo(plain);
		assertThat(RunKey.ofInput("abc", LocalDate.of(2026, 11, 22), false)).isNotEqualTo(plain);
		assertThat(RunKey.ofInput("abc", null, true)).isNotEqualTo(plain);
		assertThat(RunKey.ofInput("abd", null, false)).isNotEqualTo(plain);
	}

	@Test
	void eachRepetitionHasItsOwnKey() {
		String first = RunKey.ofInput("abc", LocalDate.of(2026, 11, 22), true);
		String second = RunKey.again(first);
		String third = RunKey.again(second);
		assertThat(second).isEqualTo(first + "#2");
		assertThat(third).isEqualTo(first + "#3");
	}

}
