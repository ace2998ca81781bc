package dev.bulkcheckout.checkout;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.partnercenter.AcceptedAgreements;
import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.partnercenter.PartnerCenterClient;
import dev.bulkcheckout.partnercenter.UnreadableAnswerException;
import dev.bulkcheckout.throttling.PacedCalls;

/**
 * Which customers have accepted the Microsoft Customer Agreement; each is asked for once.
 */
final class Agreements {

	private static final Acceptance NOT_LOOKED = new Acceptance(null, false);

	private final Map<String, CompletableFuture<Acceptance>> known = new ConcurrentHashMap<>();

	private final PartnerCenterClient client;

	private final PacedCalls<Answer> calls;

	private final boolean looks;

	Agreements(PartnerCenterClient client, PacedCalls<Answer> calls, boolean looks) {
		this.client = client;
		this.calls = calls;
		this.looks = looks;
	}

	/**
	 * What is known of a customer's acceptance.
	 *
	 * @param words for the operator; null if it was not looked at, or could not be
	 * @param isMissing whether it is known to be missing
	 */
	record Acceptance(@Nullable String words, boolean isMissing) {
	}

	/**
	 * The acceptance of a customer. Where it cannot be read nothing is held against them.
	 */
	Acceptance of(CustomerId customer) throws InterruptedException {
		if (!this.looks) {
			return NOT_LOOKED;
		}
		CompletableFuture<Acceptance> mine = new CompletableFuture<>();
		CompletableFuture<Acceptance> first = this.known.putIfAbsent(customer.value().toLowerCase(Locale.ROOT), mine);
		if (first == null) {
			ask(customer, mine);
			first = mine;
		}
		try {
			return first.get();
		}
		catch (ExecutionException ex) {
			throw new CancellationException("the run is being stopped");
		}
	}

	private void ask(CustomerId customer, CompletableFuture<Acceptance> asked) throws InterruptedException {
		try {
			asked.complete(read(this.calls.readSurely(customer, customer, () -> this.client.agreements(customer))));
		}
		finally {
			// whoever waits is not left waiting, whatever came instead of an answer
			asked.cancel(false);
		}
	}

	private static Acceptance read(Answer answer) {
		if (!(answer instanceof Answer.Received received) || !received.isSuccess()) {
			return NOT_LOOKED;
		}
		try {
			Optional<String> accepted = AcceptedAgreements.newest(received.body());
			return accepted.map((when) -> new Acceptance("accepted " + when, false))
				.orElseGet(() -> new Acceptance("not accepted", true));
		}
		catch (UnreadableAnswerException ex) {
			return NOT_LOOKED;
		}
	}

}
