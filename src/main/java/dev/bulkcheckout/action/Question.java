package dev.bulkcheckout.action;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.ActionKind;
import dev.bulkcheckout.report.Purchase;

/**
 * What something would do, before anybody does it.
 *
 * @param kind what
 * @param run the run that it is done with; null for a launch that makes one
 * @param job the job whose settings are taken
 * @param rehearsal whether the simulator is asked
 * @param buys whether it buys, and needs the number of carts confirmed
 * @param carts how many carts would be asked for, or orders' ids for a reconciliation
 * @param purchase of which carts these are and what is known of their price; null where
 * that is not known or nothing is bought
 * @param says the same in a sentence
 * @param command the command that does the same
 */
public record Question(ActionKind kind, @Nullable RunId run, String job, boolean rehearsal, boolean buys, long carts,
		@Nullable Purchase purchase, String says, String command) {
}
