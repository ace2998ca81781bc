package dev.bulkcheckout.partnercenter;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.bulkcheckout.cart.Explanation;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorCodesTests {

	@Test
	void everyCodeIsExplained() {
		assertThat(ErrorCodes.all()).allSatisfy((row) -> {
			assertThat(row.meaning()).isNotBlank();
			assertThat(row.advice()).as("%s %s", row.status(), row.code()).isNotBlank().doesNotEndWith(".");
			assertThat(ErrorCodes.explain(row.status(), row.code()))
				.contains(new Explanation(row.meaning(), row.advice()));
		});
	}

	@Test
	void aCodeIsKnownWithoutItsOwnStatus() {
		assertThat(ErrorCodes.explain(201, "800069")).isEqualTo(ErrorCodes.explain(403, "800069")).isPresent();
		assertThat(ErrorCodes.explain(null, "800069")).isPresent();
	}

	@Test
	void anUnknownCodeIsNotGuessedAt() {
		assertThat(ErrorCodes.explain(400, "424242")).isEqualTo(Optional.empty());
		assertThat(ErrorCodes.explain(400, null)).isEqualTo(Optional.empty());
	}

}
