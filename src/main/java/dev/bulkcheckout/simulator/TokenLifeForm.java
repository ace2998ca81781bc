package dev.bulkcheckout.simulator;

/**
 * How a token says how long it lives: {@code expires_in} as a number or as a string, only
 * {@code expires_on} as a string with the seconds since 1970, or not at all.
 */
public enum TokenLifeForm {

	NUMBER, TEXT, EXPIRES_ON, UNTOLD

}
