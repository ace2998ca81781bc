package dev.bulkcheckout.simulator;

/**
 * How the API is down: the port is closed, each call ends in a reset before any work, is
 * answered with 503 and an HTML page, or gets no answer until the API is back and then a
 * reset.
 */
public enum OutageMode {

	REFUSED, RESET, UNAVAILABLE, HANG

}
