package dev.bulkcheckout.partnercenter;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The agreements that a customer has accepted. Source: "Get confirmation of customer
 * acceptance of Microsoft Customer Agreement" (read 2026-11): a collection of
 * {@code dateAgreed} and {@code type}, empty if none was accepted.
 */
public final class AcceptedAgreements {

	private AcceptedAgreements() {
	}

	/**
	 * When the Microsoft Customer Agreement was last accepted, as received; empty if it
	 * was not.
	 * @throws UnreadableAnswerException if there is no list of agreements
	 */
	public static Optional<String> newest(Body body) throws UnreadableAnswerException {
		AgreementsBody agreements = LenientJson.read(body, AgreementsBody.class);
		List<@Nullable AgreementBody> items = agreements.items();
		if (items == null || items == LenientJson.NO_LIST) {
			throw new UnreadableAnswerException("it is no collection with items");
		}
		return items.stream()
			.filter(Objects::nonNull)
			.filter((item) -> item.type() == null || "MicrosoftCustomerAgreement".equalsIgnoreCase(item.type()))
			.map((item) -> (item.dateAgreed() != null) ? item.dateAgreed() : "at a time that is not told")
			.max(Comparator.naturalOrder());
	}

	record AgreementsBody(@Nullable List<@Nullable AgreementBody> items) {
	}

	record AgreementBody(@Nullable String type, @Nullable String dateAgreed) {
	}

}
