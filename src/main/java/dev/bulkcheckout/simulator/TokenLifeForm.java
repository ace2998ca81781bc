package dev.bulkcheckout.simulator;

/** How a token says how long it lives. */
public enum TokenLifeForm {

	/** {@code expires_in} as a number of seconds. */
	NUMBER,

	/** {@code expires_in} as a string. */
	TEXT,

	/** Only {@code expires_on}, the seconds since 1970 as a string. */
	EXPIRES_ON,

	/** Not at all. */
	UNTOLD

}
