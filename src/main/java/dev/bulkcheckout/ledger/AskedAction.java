package dev.bulkcheckout.ledger;

/**
 * What became of a request when it was entered.
 */
public sealed interface AskedAction {

	/**
	 * It is entered, or the same request was before under the same key.
	 */
	record Accepted(PageAction action) implements AskedAction {
	}

	/**
	 * Another request came before under the same key.
	 */
	record OtherRequest(PageAction before) implements AskedAction {
	}

	/**
	 * Something else is being done with the same run or file.
	 */
	record UnderWay(PageAction other) implements AskedAction {
	}

}
