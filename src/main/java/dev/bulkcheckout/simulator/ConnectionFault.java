package dev.bulkcheckout.simulator;

/**
 * How an answer is lost; the hex word names it in a cart id, {@link Simulator#guide()}
 * says what each is.
 */
public enum ConnectionFault {

	RESET("dead"), CLOSED("c105"), HANG("deaf"), CUT_SHORT("ebb0"), SLOW_BODY("ebb1"), LENGTH_TOO_LONG("ebb2"),
	LENGTH_TOO_SHORT("ebb3"), NOT_HTTP("ebb4");

	private final String hex;

	ConnectionFault(String hex) {
		this.hex = hex;
	}

	/** Whether some of a body that names orders is sent: the cart is ordered then. */
	boolean showsOrders() {
		return this == CUT_SHORT || this == SLOW_BODY || this == LENGTH_TOO_LONG || this == LENGTH_TOO_SHORT;
	}

	String hex() {
		return this.hex;
	}

}
