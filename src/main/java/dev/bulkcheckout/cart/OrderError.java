package dev.bulkcheckout.cart;

import org.jspecify.annotations.Nullable;

/**
 * An order group that the service refused. Source: "Cart resources" (read 2026-11).
 *
 * @param orderGroupId the group of cart lines, as the cart names it
 * @param code the error code as text
 * @param description for humans
 */
public record OrderError(@Nullable String orderGroupId, @Nullable String code, @Nullable String description) {
}
