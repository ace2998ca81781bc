package dev.bulkcheckout.simulator;

import java.util.Map;

import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the families of error bodies. Source: "Error codes" and "API throttling
 * guidance" (read 2026-11); the texts are our own.
 */
final class ErrorBodies {

	static final String BYTE_ORDER_MARK = "\uFEFF";

	private static final Map<Integer, String> DESCRIPTIONS = Map.ofEntries(
			Map.entry(800002, "The cart input is not valid."), Map.entry(800003, "An unexpected fault occurred."),
			Map.entry(800005, "The order could not be created."), Map.entry(800008, "The cart could not be retrieved."),
			Map.entry(800009, "Some cart line items have errors."),
			Map.entry(800060, "An order is in progress, see the order history in some minutes."),
			Map.entry(800064, "The cart is in use by another request."),
			Map.entry(800065, "The cart was already submitted."), Map.entry(800069, "The risk check failed."),
			Map.entry(400072, "The item is not available."), Map.entry(20000, "The order was not found."),
			Map.entry(20002, "There is no commerce relationship with this customer."),
			Map.entry(900308, "The role lacks the right to do this."), Map.entry(900309, "Conditional Access refused."),
			Map.entry(900329, "App+User credentials are needed."), Map.entry(900420, "The audience is retired."),
			Map.entry(900421, "The token lacks the MFA claim."), Map.entry(2000, "An id is not a GUID."),
			Map.entry(1000, "There is nothing here."), Map.entry(400, "Access denied."),
			Map.entry(1002, "Authorization failed."), Map.entry(3000, "The customer could not be found."),
			Map.entry(60003, "The tenant does not exist."));

	private ErrorBodies() {
	}

	static String description(int code) {
		return DESCRIPTIONS.getOrDefault(code, "Simulated error " + code + ".");
	}

	/** The code that a status usually brings on a cart. */
	static int usualCode(int status) {
		return switch (status) {
			case 400 -> 800002;
			case 403 -> 20002;
			case 404 -> 800008;
			case 409 -> 800064;
			default -> (status >= 500) ? 800003 : 2000;
		};
	}

	/** The body; empty for none. */
	static String body(int status, ErrorFamily family, int code, TextVariant text, long retryAfterSeconds) {
		int number = (code == 0) ? usualCode(status) : code;
		return switch (family) {
			case MAIN -> main(number, text);
			case EXTENDED -> extended(number, text.of(description(number)), status >= 500);
			case GATEWAY -> gateway(status, retryAfterSeconds);
			case EMPTY -> "";
			case HTML -> html(status);
			case NOT_JSON -> "upstream connect error or disconnect/reset before headers";
			case ESCAPED_JSON -> main(Json.object().put("code", number),
					Json.text(Json.object()
						.put("code", Integer.toString(number))
						.put("reason", "Simulated")
						.put("object_type", "Cart")));
			case BOM -> BYTE_ORDER_MARK + main(number, text);
			case TEXT_CODE -> main(Json.object().put("code", Integer.toString(number)), description(number));
			case LONG -> main(Json.object().put("code", number), "x".repeat(1024));
			case USUAL, RETRY_AFTER_DATE, NO_RETRY_AFTER -> usual(status, number, code, text, retryAfterSeconds);
		};
	}

	private static String usual(int status, int number, int code, TextVariant text, long retryAfterSeconds) {
		if (status == 429) {
			return gateway(status, retryAfterSeconds);
		}
		if (code == 0 && (status == 401 || status < 400 || status == 411)) {
			return "";
		}
		return (code == 0 && (status == 502 || status == 504)) ? html(status) : main(number, text);
	}

	static String main(int code) {
		return main(code, TextVariant.PLAIN);
	}

	static String main(int code, TextVariant text) {
		return main(Json.object().put("code", code), text.of(description(code)));
	}

	/** The main family with a description of its own. */
	static String main(ObjectNode json, String description) {
		json.put("description", description).putArray("data");
		return Json.text(json.put("source", "PartnerFD"));
	}

	private static String extended(int code, String text, boolean isRetryable) {
		ObjectNode json = Json.object().put("code", code).put("message", text).put("description", text);
		json.put("errorName", "SimulatedError").put("isRetryable", isRetryable).putObject("parameters");
		return Json.text(json.put("errorMessageExtended", "InternalErrorCode=" + code));
	}

	static String gateway(int status, long retryAfterSeconds) {
		return Json.text(Json.object()
			.put("statusCode", status)
			.put("message", (status == 429) ? "Rate limit is exceeded. Try again in " + retryAfterSeconds + " seconds."
					: "Simulated gateway answer."));
	}

	static String html(int status) {
		return "<!DOCTYPE html><html><head><title>" + status
				+ "</title></head><body><h1>The service is unavailable.</h1></body></html>";
	}

}
