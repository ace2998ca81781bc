package dev.bulkcheckout.simulator;

/**
 * The family of an error body. The place in this list is the digit that names it in a
 * cart id.
 */
public enum ErrorFamily {

	/**
	 * What the status usually brings: 429 the gateway's, 401 an empty body, else MAIN.
	 */
	USUAL,

	/** {@code code}, {@code description}, {@code data}, {@code source}. */
	MAIN,

	/** With {@code errorName}, {@code isRetryable} and the like. */
	EXTENDED,

	/** {@code statusCode}, {@code message}. */
	GATEWAY,

	/** No body. */
	EMPTY,

	/** An HTML page. */
	HTML,

	/** Plain text under a JSON content type. */
	NOT_JSON,

	/** MAIN whose description is itself an escaped JSON document. */
	ESCAPED_JSON,

	/** MAIN after a UTF-8 byte order mark. */
	BOM,

	/** MAIN with the code as a string. */
	TEXT_CODE,

	/** MAIN with a description of the greatest documented length, 1024 characters. */
	LONG,

	/** USUAL, with Retry-After as an HTTP date. */
	RETRY_AFTER_DATE,

	/** USUAL, without Retry-After. */
	NO_RETRY_AFTER

}
