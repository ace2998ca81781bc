package dev.bulkcheckout.partnercenter;

import org.jspecify.annotations.Nullable;

/**
 * What an error body says. Four shapes occur: {@code code} and {@code description} of the
 * API itself; the same with {@code message} and {@code isRetryable} of agreement, vetting
 * and similar services; {@code statusCode} and {@code message} of a gateway; and nothing
 * that can be read. Source: "Partner Center REST error codes" (read 2026-11) and
 * published samples.
 *
 * @param code as text, whether it came as number or as string; null if there is none
 * @param description for humans; can itself be an escaped JSON document
 * @param retryable what the service says about asking again; null if it says nothing
 */
public record ApiError(@Nullable String code, @Nullable String description, @Nullable Boolean retryable) {

	/** Nothing that can be read. */
	public static final ApiError NONE = new ApiError(null, null, null);

	private static final int LONGEST_DESCRIPTION = 1024;

	/**
	 * Reads an error body.
	 */
	public static ApiError of(Body body) {
		try {
			ErrorBody error = LenientJson.read(body, ErrorBody.class);
			String description = LenientJson.filled(error.description());
			String told = (description != null) ? description : LenientJson.filled(error.message());
			return new ApiError(LenientJson.filled(error.code()),
					(told != null) ? Shortened.to(LONGEST_DESCRIPTION, told) : null, error.isRetryable());
		}
		catch (UnreadableAnswerException ex) {
			return NONE;
		}
	}

	record ErrorBody(@Nullable String code, @Nullable String description, @Nullable String message,
			@Nullable Boolean isRetryable) {
	}

}
