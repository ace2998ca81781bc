package dev.bulkcheckout.simulator;

/**
 * The family of an error body. The place in this list is the digit that names it in a
 * cart id; {@link Simulator#guide()} says what each is.
 */
public enum ErrorFamily {

	USUAL, MAIN, EXTENDED, GATEWAY, EMPTY, HTML, NOT_JSON, ESCAPED_JSON, BOM, TEXT_CODE, LONG, RETRY_AFTER_DATE,
	NO_RETRY_AFTER

}
