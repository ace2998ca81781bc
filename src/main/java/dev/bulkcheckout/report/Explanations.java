package dev.bulkcheckout.report;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Explanation;

/**
 * What the error codes of the API mean; the report knows the ledger only, so whoever puts
 * the program together hands it this.
 */
@FunctionalInterface
public interface Explanations {

	/**
	 * Explains a code.
	 * @param httpStatus it came with; null if no answer was received
	 * @param code as text; null for an answer without one
	 * @return empty for a code that is not known
	 */
	Optional<Explanation> of(@Nullable Integer httpStatus, @Nullable String code);

}
