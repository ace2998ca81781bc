package dev.bulkcheckout.ledger;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;

/**
 * What somebody asks for.
 *
 * @param kind what
 * @param by who, as they signed in
 * @param key what the request is known by if it is sent again; one of that person
 * @param sha256 of what is asked, hex: another request under the same key is told from
 * the same one
 * @param run the run that is acted on; null for a launch
 * @param job the job whose settings are taken; null for a stop
 * @param rehearsal whether the simulator is asked
 * @param outcomes of a rerun, else empty
 * @param input the uploaded file of a launch, else null
 * @param carts how many carts they were told of; null where nothing is bought
 */
public record ActionRequest(ActionKind kind, String by, String key, String sha256, @Nullable RunId run,
		@Nullable String job, boolean rehearsal, Set<Outcome> outcomes, @Nullable Input input, @Nullable Long carts) {

	/**
	 * Keeps a copy.
	 */
	public ActionRequest {
		outcomes = Set.copyOf(outcomes);
	}

	/**
	 * A file that was uploaded.
	 *
	 * @param name for people
	 * @param sha256 of its bytes, hex
	 */
	public record Input(String name, String sha256) {
	}

	/** In the order of the outcomes, comma-separated; null for none. */
	@Nullable String outcomeNames() {
		return this.outcomes.isEmpty() ? null
				: EnumSet.copyOf(this.outcomes).stream().map(Enum::name).collect(Collectors.joining(","));
	}

}
