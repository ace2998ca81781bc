package dev.bulkcheckout.simulator;

import dev.bulkcheckout.simulator.CartTable.CartState;

/** Writes what a checkout with a 2xx is answered with. */
final class CheckoutBodies {

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	/** The code of an order error unless the cart names one. */
	private static final int ORDER_ERROR = 800069;

	private final OrderBodies orders;

	CheckoutBodies(OrderBodies orders) {
		this.orders = orders;
	}

	/** The body; empty for no body. */
	String body(CartState cart, Behaviour behaviour, BodyVariant face) {
		return switch (face) {
			case NEITHER -> "{\"attributes\":{\"objectType\":\"CartCheckoutResult\"}}";
			case NO_ORDERS -> "{\"orders\":[],\"attributes\":{\"objectType\":\"CartCheckoutResult\"}}";
			case CODE -> ErrorBodies.main((behaviour.code() == 0) ? 400072 : behaviour.code());
			case NOT_JSON -> "The operation has succeeded.";
			case HTML -> ErrorBodies.html(200);
			case EMPTY -> "";
			case TRUNCATED -> {
				String whole = result(cart, behaviour, BodyVariant.PLAIN);
				yield whole.substring(0, whole.length() * 2 / 3);
			}
			default -> result(cart, behaviour, face);
		};
	}

	private String result(CartState cart, Behaviour behaviour, BodyVariant face) {
		StringBuilder json = new StringBuilder(2048);
		boolean odd = face == BodyVariant.ODD || face == BodyVariant.UNKNOWN_MEMBERS;
		if (face == BodyVariant.BOM || face == BodyVariant.ODD) {
			json.append(BYTE_ORDER_MARK);
		}
		json.append('{');
		if (odd) {
			json.append("\"futureFlag\":true,");
		}
		int count = behaviour.product().orders().size();
		if (face != BodyVariant.ONLY_ERRORS) {
			json.append("\"orders\":[");
			for (int order = 0; order < count; order++) {
				json.append((order == 0) ? "" : ",");
				this.orders.append(json, cart, behaviour, order, 0, odd);
			}
			json.append("],");
		}
		switch (face) {
			case NULL_ERRORS, ODD -> json.append("\"orderErrors\":null,");
			case EMPTY_ERRORS -> json.append("\"orderErrors\":[],");
			case ORDERS_AND_ERRORS, ONLY_ERRORS -> appendErrors(json, behaviour, count);
			default -> {
			}
		}
		if (face == BodyVariant.ADDITIONAL_INFORMATION || face == BodyVariant.ODD) {
			json.append("\"additionalInformation\":[],");
		}
		return json.append("\"attributes\":{\"objectType\":\"CartCheckoutResult\"}}").toString();
	}

	private static void appendErrors(StringBuilder json, Behaviour behaviour, int group) {
		int code = errorCode(behaviour);
		json.append("\"orderErrors\":[{\"orderGroupId\":\"")
			.append(group)
			.append("\",\"code\":")
			.append(code)
			.append(",\"description\":\"")
			.append(ErrorBodies.description(code))
			.append("\"}],");
	}

	static int errorCode(Behaviour behaviour) {
		return (behaviour.code() == 0) ? ORDER_ERROR : behaviour.code();
	}

}
