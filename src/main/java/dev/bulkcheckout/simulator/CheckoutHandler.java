package dev.bulkcheckout.simulator;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;

import dev.bulkcheckout.simulator.CartTable.CartState;
import io.helidon.http.HeaderNames;

/**
 * {@code POST /v1/customers/{customer}/carts/{cart}/checkout}. Source: "Check out a cart"
 * (read 2026-11): no body, idempotent for the cart, 201.
 */
final class CheckoutHandler {

	private static final long SLOW_PIECE_NANOS = 50_000_000;

	private static final int SLOW_PIECES = 20;

	private final SimulatorSettings settings;

	private final CartTable carts;

	private final Behaviours behaviours;

	private static final CheckoutAnswer.Failure EXPIRED = new CheckoutAnswer.Failure(400, ErrorFamily.USUAL);

	private static final int EXPIRED_CODE = 800009;

	private final CheckoutBodies bodies;

	private final CallCounters counters;

	private final Pauses pauses;

	private final SimulatorClock clock;

	CheckoutHandler(SimulatorSettings settings, CartTable carts, Behaviours behaviours, CheckoutBodies bodies,
			CallCounters counters, Pauses pauses, SimulatorClock clock) {
		this.settings = settings;
		this.carts = carts;
		this.behaviours = behaviours;
		this.bodies = bodies;
		this.counters = counters;
		this.pauses = pauses;
		this.clock = clock;
	}

	void handle(Exchange call, CartKey key) throws InterruptedException {
		Behaviour behaviour = this.behaviours.of(key);
		CartState cart = this.carts.attempt(key);
		if (cart.isOrdered()) {
			this.counters.repeated.increment();
		}
		if (!cart.isOrdered() && behaviour.isExpired(this.clock.millis())) {
			fail(call, EXPIRED, EXPIRED_CODE, behaviour.text(), this.settings.retryAfter());
			return;
		}
		CheckoutAnswer answer = behaviour.answerTo(cart.attempts());
		if (answer.showsOrders() || behaviour.work().orders()) {
			List<String> orderIds = SimulatedOrder.of(cart, behaviour).stream().map(SimulatedOrder::id).toList();
			cart = this.carts.order(cart.number(), this.clock.millis(), orderIds);
		}
		switch (answer) {
			case CheckoutAnswer.Success success ->
				call.answer(success.status(), this.bodies.body(cart, behaviour, success.face()));
			case CheckoutAnswer.Failure failure ->
				fail(call, failure, behaviour.code(), behaviour.text(), this.settings.retryAfter());
			case CheckoutAnswer.Broken broken ->
				lose(call, broken.how(), this.bodies.body(cart, behaviour, BodyVariant.PLAIN));
		}
	}

	static void fail(Exchange call, CheckoutAnswer.Failure failure, int code, TextVariant text, Duration retryAfter) {
		int status = failure.status();
		long seconds = Math.ceilDiv(retryAfter.toMillis(), 1000);
		if (failure.body() == ErrorFamily.RETRY_AFTER_DATE) {
			call.with(HeaderNames.RETRY_AFTER, httpDate(seconds));
		}
		else if (status == 429 && failure.body() != ErrorFamily.NO_RETRY_AFTER) {
			call.with(HeaderNames.RETRY_AFTER,
					BigDecimal.valueOf(retryAfter.toMillis(), 3).stripTrailingZeros().toPlainString());
		}
		if (status == 401) {
			call.with(HeaderNames.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
		}
		if (status >= 300 && status < 400) {
			call.with(HeaderNames.LOCATION, "/v1/elsewhere");
		}
		call.answer(status, ErrorBodies.body(status, failure.body(), code, text, seconds));
	}

	static String httpDate(long secondsFromNow) {
		return DateTimeFormatter.RFC_1123_DATE_TIME
			.format(Instant.now().plusSeconds(secondsFromNow + 1).atOffset(ZoneOffset.UTC));
	}

	private void lose(Exchange call, ConnectionFault how, String body) throws InterruptedException {
		call.waitBeforeAnswer();
		RawConnection wire = (how == ConnectionFault.SLOW_BODY) ? call.answerByHand(201) : call.lose();
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		switch (how) {
			case RESET -> throw wire.reset();
			case CLOSED -> throw wire.close();
			case HANG -> {
				this.pauses.hang();
				throw wire.reset();
			}
			case CUT_SHORT -> {
				wire.write(call.head(201, bytes.length));
				wire.write(Arrays.copyOf(bytes, bytes.length / 2));
			}
			case SLOW_BODY -> {
				wire.write(call.head(201, bytes.length));
				int piece = Math.ceilDiv(bytes.length, SLOW_PIECES);
				for (int from = 0; from < bytes.length; from += piece) {
					wire.write(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
					this.pauses.pauseNanos(SLOW_PIECE_NANOS);
				}
			}
			case LENGTH_TOO_LONG -> {
				wire.write(call.head(201, bytes.length + 100));
				wire.write(bytes);
				this.pauses.hang();
			}
			case LENGTH_TOO_SHORT -> {
				wire.write(call.head(201, bytes.length / 2));
				wire.write(bytes);
			}
			case NOT_HTTP -> wire.write("220 smtp.example.com ready\r\n".getBytes(StandardCharsets.US_ASCII));
		}
		throw wire.close();
	}

}
