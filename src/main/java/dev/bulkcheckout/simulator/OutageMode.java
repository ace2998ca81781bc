package dev.bulkcheckout.simulator;

/** How the whole API is down. */
public enum OutageMode {

	/** The port is closed: connections are refused, those that were open are reset. */
	REFUSED,

	/** Each call ends in a reset before any work. */
	RESET,

	/** Each call is answered with 503 and an HTML page. */
	UNAVAILABLE,

	/** Calls get no answer until the API is back, then a reset. */
	HANG

}
