package dev.bulkcheckout.cart;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * How a cart was asked for and what came back last: what support and the operator need.
 *
 * @param attempts calls that count: not those that were throttled, never sent, or sent
 * while the API was down
 * @param httpStatus of the last answer; null if none was received
 * @param errorCode of the last answer
 * @param errorDescription of the last answer, or what happened instead of one
 * @param correlationId MS-CorrelationId of the last call; null before the first
 * @param requestId MS-RequestId of the last call
 */
public record CallTrace(int attempts, @Nullable Integer httpStatus, @Nullable String errorCode,
		@Nullable String errorDescription, @Nullable UUID correlationId, RequestId requestId) {
}
