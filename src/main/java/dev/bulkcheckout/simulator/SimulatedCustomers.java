package dev.bulkcheckout.simulator;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import tools.jackson.databind.node.ObjectNode;

/**
 * Customers whom the API does not know at first, in words that change (a report by users,
 * of customers that were just made), and those who have not accepted the agreement.
 */
final class SimulatedCustomers {

	private static final int[] CODES = { 3000, 60003, 1000 };

	private final Map<UUID, Integer> missing = new ConcurrentHashMap<>();

	private final Set<UUID> withoutAgreement = ConcurrentHashMap.newKeySet();

	private final AtomicLong answers = new AtomicLong();

	/** So many calls about this customer are answered that there is no such one. */
	void miss(UUID customer, int times) {
		this.missing.put(customer, times);
	}

	/** This customer has accepted no agreement. */
	void disagree(UUID customer) {
		this.withoutAgreement.add(customer);
	}

	void clear() {
		this.missing.clear();
		this.withoutAgreement.clear();
	}

	/**
	 * Asks for one call.
	 * @return 0 if the customer is known, else the code of the 404
	 */
	int missingCode(UUID customer) {
		Integer left = this.missing.getOrDefault(customer, 0);
		this.missing.computeIfPresent(customer, (unused, times) -> (times > 1) ? times - 1 : null);
		return (left > 0) ? CODES[(int) (this.answers.getAndIncrement() % CODES.length)] : 0;
	}

	/**
	 * The agreements that a customer has accepted. Source: "Get confirmation of customer
	 * acceptance of Microsoft Customer Agreement" (read 2026-11).
	 */
	String agreements(UUID customer) {
		ObjectNode agreement = Json.object().put("templateId", "117a77b0-9360-443b-8795-c6dedc750cf9");
		agreement.putObject("primaryContact").put("firstName", "Simulated").put("lastName", "Customer");
		agreement.put("dateAgreed", "2025-10-08T00:00:00").put("type", "MicrosoftCustomerAgreement");
		return ResourceBodies.collection(this.withoutAgreement.contains(customer) ? List.of() : List.of(agreement));
	}

}
