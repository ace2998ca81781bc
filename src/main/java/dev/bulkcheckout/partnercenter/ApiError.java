package dev.bulkcheckout.partnercenter;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an error body says. Source: "Partner Center REST error codes" (read 2026-11) and
 * published samples.
 *
 * @param code as text, whether it came as number or as string; null if there is none
 * @param description for humans; can itself be an escaped JSON document
 * @param family which of the four shapes it had
 * @param retryable what the service says about asking again; only the extended family
 * says it
 */
public record ApiError(@Nullable String code, @Nullable String description, Family family,
		@Nullable Boolean retryable) {

	private static final int LONGEST_DESCRIPTION = 1024;

	/**
	 * The shapes of error bodies.
	 */
	public enum Family {

		/** {@code code}, {@code description}, {@code data}, {@code source}: the API. */
		MAIN,
		/**
		 * Main with {@code message}, {@code errorName}, {@code isRetryable}: agreement,
		 * vetting and similar services.
		 */
		EXTENDED,
		/** {@code statusCode}, {@code message}: said before the API is reached. */
		GATEWAY,
		/** No body, or nothing that can be read. */
		NONE

	}

	/**
	 * Reads an error body.
	 */
	public static ApiError of(Body body) {
		if (!(body instanceof Body.Json(JsonNode root)) || !root.isObject()) {
			return new ApiError(null, null, Family.NONE, null);
		}
		String code = Members.filledText(root, "code");
		String message = Members.filledText(root, "message");
		String description = Members.filledText(root, "description");
		Boolean retryable = Members.flag(root, "isRetryable");
		return new ApiError(code, shortened((description != null) ? description : message),
				family(root, code, description), retryable);
	}

	private static Family family(JsonNode root, @Nullable String code, @Nullable String description) {
		if (Members.member(root, "isRetryable") != null || Members.member(root, "errorName") != null) {
			return Family.EXTENDED;
		}
		if (code != null || description != null) {
			return Family.MAIN;
		}
		return (Members.member(root, "statusCode") != null) ? Family.GATEWAY : Family.NONE;
	}

	private static @Nullable String shortened(@Nullable String text) {
		return (text != null) ? Shortened.to(LONGEST_DESCRIPTION, text) : null;
	}

}
