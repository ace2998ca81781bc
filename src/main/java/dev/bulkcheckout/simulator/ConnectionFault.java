package dev.bulkcheckout.simulator;

/** How an answer is lost; the hex word names it in a cart id. */
public enum ConnectionFault {

	/** The connection is reset, nothing was answered. */
	RESET("dead"),

	/** The connection is closed in order, nothing was answered. */
	CLOSED("c105"),

	/** Nothing is answered, the connection stays open. */
	HANG("deaf"),

	/** The connection ends in the middle of the body. */
	CUT_SHORT("ebb0"),

	/** The body comes in small pieces, whole in the end. */
	SLOW_BODY("ebb1"),

	/** Content-Length promises more than comes; the connection stays open. */
	LENGTH_TOO_LONG("ebb2"),

	/** Content-Length promises less than comes. */
	LENGTH_TOO_SHORT("ebb3"),

	/** What comes is not HTTP. */
	NOT_HTTP("ebb4");

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
