package dev.bulkcheckout.page;

import dev.bulkcheckout.cart.RunId;

/**
 * A run or a cart was asked for that is not there.
 */
final class NoSuchRunException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	NoSuchRunException(String what) {
		super(what);
	}

	NoSuchRunException(RunId run) {
		this("There is no " + run);
	}

	NoSuchRunException(RunId run, long line) {
		this("There is no cart of line " + line + " in " + run);
	}

}
