package dev.bulkcheckout.ledger;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.RunId;

/**
 * What a run is made of when it is first launched; see {@link Run} for the parts.
 */
public record NewRun(String key, String inputName, @Nullable String inputSha256, @Nullable LocalDate businessDate,
		@Nullable RunId rerunOf, @Nullable String rerunOutcomes, @Nullable String job, boolean rehearsal,
		String options) {
}
