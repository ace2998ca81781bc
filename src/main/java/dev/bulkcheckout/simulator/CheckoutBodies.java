package dev.bulkcheckout.simulator;

import java.util.List;

import dev.bulkcheckout.simulator.CartTable.CartState;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a checkout with a 2xx is answered with. */
final class CheckoutBodies {

	/** The code of an order error unless the cart names one. */
	private static final int ORDER_ERROR = 800069;

	private final ResourceBodies resources;

	CheckoutBodies(ResourceBodies resources) {
		this.resources = resources;
	}

	/** The body; empty for no body. */
	String body(CartState cart, Behaviour behaviour, BodyVariant face) {
		return switch (face) {
			case NEITHER -> Json.resource(Json.object(), "CartCheckoutResult");
			case NO_ORDERS -> Json.resource(Json.object().set("orders", Json.array()), "CartCheckoutResult");
			case CODE -> ErrorBodies.main((behaviour.code() == 0) ? 400072 : behaviour.code(), behaviour.text());
			case NOT_JSON -> "The operation has succeeded.";
			case HTML -> ErrorBodies.html(200);
			case EMPTY -> "";
			case TRUNCATED -> {
				String whole = result(cart, behaviour, BodyVariant.PLAIN);
				yield whole.substring(0, whole.length() * 2 / 3);
			}
			case BOM, ODD -> ErrorBodies.BYTE_ORDER_MARK + result(cart, behaviour, face);
			default -> result(cart, behaviour, face);
		};
	}

	private String result(CartState cart, Behaviour behaviour, BodyVariant face) {
		ObjectNode json = Json.object();
		boolean odd = face == BodyVariant.ODD || face == BodyVariant.UNKNOWN_MEMBERS;
		if (odd) {
			json.put("futureFlag", true);
		}
		List<SimulatedOrder> made = SimulatedOrder.of(cart, behaviour);
		if (face != BodyVariant.ONLY_ERRORS) {
			ArrayNode orders = json.putArray("orders");
			made.forEach((order) -> orders.add(this.resources.order(order, 0, odd)));
		}
		switch (face) {
			case NULL_ERRORS, ODD -> json.putNull("orderErrors");
			case EMPTY_ERRORS -> json.putArray("orderErrors");
			case ORDERS_AND_ERRORS, ONLY_ERRORS -> {
				int code = (behaviour.code() == 0) ? ORDER_ERROR : behaviour.code();
				json.putArray("orderErrors")
					.addObject()
					.put("orderGroupId", Integer.toString(made.size()))
					.put("code", code)
					.put("description", behaviour.text().of(ErrorBodies.description(code)));
			}
			default -> {
			}
		}
		if (face == BodyVariant.ADDITIONAL_INFORMATION || face == BodyVariant.ODD) {
			json.putArray("additionalInformation");
		}
		return Json.resource(json, "CartCheckoutResult");
	}

}
