package dev.bulkcheckout.partnercenter;

import java.util.UUID;

import dev.bulkcheckout.cart.RequestId;

/**
 * The ids that one call carried. Source: "Partner Center REST headers" (read 2026-11).
 *
 * @param request MS-RequestId: the idempotency key, kept over repetitions of a lost
 * answer
 * @param correlation MS-CorrelationId: a new one for each call; support asks for it, and
 * the activity log probably shows it (inferred)
 */
public record CallIds(RequestId request, UUID correlation) {
}
