package dev.bulkcheckout.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.SubscriptionState;

/**
 * The ledger's words as people read them.
 */
public final class Labels {

	private Labels() {
	}

	/**
	 * A cart's outcome.
	 */
	public static String of(Outcome outcome) {
		return lower(outcome.name());
	}

	/**
	 * Where an order line's subscription id stands.
	 */
	public static String of(SubscriptionState state) {
		return switch (state) {
			case PROVISIONED -> "subscription id there";
			case AWAITED -> "id awaited";
			case MISSING -> "id missing";
			case NOT_EXPECTED -> "no id expected";
			case ORDER_FAILED -> "order failed at Microsoft";
		};
	}

	/**
	 * What an exit code of a finished run means.
	 */
	public static String ofExitCode(int code) {
		return switch (ExitCode.of(code)) {
			case NEEDS_PERSON -> "some carts or rows need a person";
			case LACKS_IDS -> "every cart ordered, some subscription ids still missing";
			case OK, UNEXPECTED, USAGE, RESTARTABLE, WORKED_ON -> ExitCode.of(code).meaning();
		};
	}

	/**
	 * Outcomes that are kept comma-separated.
	 */
	public static String outcomes(String list) {
		return Arrays.stream(list.split(",", -1))
			.map(String::strip)
			.map(Labels::lower)
			.collect(Collectors.joining(", "));
	}

	/**
	 * A clause as a sentence.
	 */
	public static String sentence(String clause) {
		return capital(clause) + ".";
	}

	/**
	 * With a capital at the front.
	 */
	public static String capital(String clause) {
		return clause.isEmpty() ? clause : Character.toUpperCase(clause.charAt(0)) + clause.substring(1);
	}

	private static String lower(String word) {
		return word.toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' ');
	}

}
