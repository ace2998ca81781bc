package dev.bulkcheckout.job;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import dev.bulkcheckout.cart.CallTrace;
import dev.bulkcheckout.cart.CheckoutResult;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Settlement;

/**
 * Logs each cart once its outcome is in the ledger. What is told has fields, which a
 * structured log keeps apart.
 */
final class CartLog implements SettlementListener {

	private static final Logger logger = LoggerFactory.getLogger(CartLog.class);

	@Override
	public void settled(RunId run, Settlement settlement) {
		if (!logger.isInfoEnabled()) {
			return;
		}
		CheckoutResult result = settlement.result();
		CallTrace trace = result.trace();
		LoggingEventBuilder line = logger.atInfo()
			.addKeyValue("run", run.value())
			.addKeyValue("customer", settlement.cart().cart().customer().value())
			.addKeyValue("cart", settlement.cart().cart().id().value())
			.addKeyValue("outcome", result.outcome().outcome())
			.addKeyValue("attempts", trace.attempts());
		line = with(line, "status", trace.httpStatus());
		line = with(line, "code", trace.errorCode());
		line = with(line, "reason", result.outcome().reason());
		line = with(line, "requestId", trace.requestId().value());
		line = with(line, "correlationId", trace.correlationId());
		with(line, "notes", String.join("; ", result.notes())).log("cart settled");
	}

	private static LoggingEventBuilder with(LoggingEventBuilder line, String field, @Nullable Object value) {
		return (value == null || value.equals("")) ? line : line.addKeyValue(field, value);
	}

}
