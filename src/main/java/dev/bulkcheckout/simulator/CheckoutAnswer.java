package dev.bulkcheckout.simulator;

/** What a faulty checkout is answered with. */
public sealed interface CheckoutAnswer {

	/** Whether the caller is shown orders, be it in part: the cart is ordered then. */
	default boolean showsOrders() {
		return switch (this) {
			case Success success -> success.face().showsOrders();
			case Failure failure -> false;
			case Broken broken -> broken.how().showsOrders();
		};
	}

	/**
	 * A 2xx, right or odd.
	 *
	 * @param status 200 to 299
	 * @param face what the body looks like
	 */
	record Success(int status, BodyVariant face) implements CheckoutAnswer {
	}

	/**
	 * Any other status with one of the families of error bodies.
	 *
	 * @param status 300 to 599
	 * @param body the family
	 */
	record Failure(int status, ErrorFamily body) implements CheckoutAnswer {
	}

	/**
	 * No whole answer at all.
	 *
	 * @param how what happens to the connection
	 */
	record Broken(ConnectionFault how) implements CheckoutAnswer {
	}

}
