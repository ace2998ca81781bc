package dev.bulkcheckout.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * Leads each request to where it is answered, past what stands before the API: outages,
 * throttle, token check, latency.
 */
final class ApiHandler implements Handler {

	private static final int NOT_FOUND = 1000;

	private final Parts parts;

	ApiHandler(Parts parts) {
		this.parts = parts;
	}

	/** What answers. */
	record Parts(SimulatorSettings settings, Outages outages, AtomicReference<@Nullable RateLimiter> limiter,
			SecondCounts seconds, Tokens tokens, TokenHandler tokenEndpoint, ControlHandler control,
			CheckoutHandler checkouts, ReadHandler reads, SimulatedCustomers customers, RequestLog log,
			CallCounters counters, Pauses pauses) {
	}

	@Override
	public void handle(ServerRequest request, ServerResponse response) throws Exception {
		Exchange call = new Exchange(request, response);
		String rawPath = request.prologue().uriPath().rawPath();
		String[] path = segments(rawPath);
		String method = request.prologue().method().text();
		if (path.length > 1 && path[1].equals("simulator")) {
			this.parts.control().handle(call, method, path);
		}
		else if (path.length == 5 && path[2].equals("oauth2") && path[3].equals("v2.0") && path[4].equals("token")) {
			token(call, method, path[1]);
		}
		else {
			api(call, method, rawPath, path);
		}
	}

	/** The path in its parts, each decoded; one that cannot be decoded stays as it is. */
	private static String[] segments(String rawPath) {
		String[] path = rawPath.split("/", -1);
		if (rawPath.indexOf('%') >= 0) {
			for (int i = 0; i < path.length; i++) {
				try {
					path[i] = URLDecoder.decode(path[i].replace("+", "%2B"), StandardCharsets.UTF_8);
				}
				catch (IllegalArgumentException ex) {
					// it names nothing then, which the answer will say
				}
			}
		}
		return path;
	}

	private void token(Exchange call, String method, String tenant) throws InterruptedException {
		if (!method.equals("POST")) {
			call.answerPlainly(405, "");
			return;
		}
		this.parts.counters().tokens.increment();
		this.parts.tokenEndpoint().handle(call, tenant);
	}

	private void api(Exchange call, String method, String rawPath, String[] path) throws InterruptedException {
		CallCounters counters = this.parts.counters();
		CallRecord record = new CallRecord(counters,
				SeenRequest.arrived(method, rawPath, (path.length > 5 && path[4].equals("carts")) ? path[5] : null,
						call.header(Exchange.REQUEST_ID), call.header(Exchange.CORRELATION_ID)));
		this.parts.log().arrived(record);
		counters.calls.increment();
		if (isCheckout(path)) {
			counters.checkouts.increment();
			this.parts.outages().checkouts(counters.checkouts);
		}
		call.bookIn(record);
		try {
			admit(call, method, path);
		}
		finally {
			if (call.status() == 0) {
				record.losing();
			}
		}
	}

	private void admit(Exchange call, String method, String[] path) throws InterruptedException {
		OutageMode outage = this.parts.outages().now(isCheckout(path));
		if (outage != null) {
			down(call, outage);
			return;
		}
		RateLimiter limiter = this.parts.limiter().get();
		Duration wait = (limiter != null)
				? limiter.refuse((path.length > 3) ? path[3] : "", (path.length > 5) ? path[5] : "", System.nanoTime())
				: null;
		this.parts.seconds().count(wait == null);
		if (limiter != null && wait != null) {
			this.parts.counters().throttled.increment();
			CheckoutHandler.fail(call, new CheckoutAnswer.Failure(429, switch (limiter.form()) {
				case DATE -> ErrorFamily.RETRY_AFTER_DATE;
				case TEXT -> ErrorFamily.NO_RETRY_AFTER;
				case SECONDS, FRACTION -> ErrorFamily.USUAL;
			}), 0, TextVariant.PLAIN, wait);
			return;
		}
		if (this.parts.settings().tokens().required()
				&& !this.parts.tokens().admits(call.header(HeaderNames.AUTHORIZATION))) {
			this.parts.counters().unauthorized.increment();
			CheckoutHandler.fail(call, new CheckoutAnswer.Failure(401, ErrorFamily.USUAL), 0, TextVariant.PLAIN,
					Duration.ZERO);
			return;
		}
		// half of the latency before the work and half after: a call that is given up in
		// between may have had its effect or not
		long nanos = this.parts.pauses().sample(this.parts.settings().latency());
		this.parts.pauses().pauseNanos(nanos / 2);
		call.delay(this.parts.pauses(), nanos - nanos / 2);
		route(call, method, path);
	}

	private void down(Exchange call, OutageMode outage) throws InterruptedException {
		switch (outage) {
			case UNAVAILABLE -> call.answer(503, ErrorBodies.html(503));
			case HANG -> {
				this.parts.outages().awaitReturn(this.parts.settings().hang());
				throw call.lose().reset();
			}
			case RESET, REFUSED -> throw call.lose().reset();
		}
	}

	private void route(Exchange call, String method, String[] path) throws InterruptedException {
		String wanted = isCheckout(path) ? "POST" : "GET";
		if (!isKnown(path)) {
			call.answer(404, ErrorBodies.main(NOT_FOUND));
		}
		else if (!method.equals(wanted)) {
			call.with(HeaderNames.ALLOW, wanted).answer(405, ErrorBodies.main(NOT_FOUND));
		}
		else if (path[2].equals("profiles")) {
			call.answer(200, "{\"id\":\"organization\",\"companyName\":\"Simulated Partner\","
					+ "\"attributes\":{\"objectType\":\"OrganizationProfile\"}}");
		}
		else if (!CartKey.isGuid(path[3])) {
			call.answer(400, ErrorBodies.main(2000));
		}
		else {
			customer(call, path);
		}
	}

	private void customer(Exchange call, String[] path) throws InterruptedException {
		UUID customer = UUID.fromString(path[3]);
		int missing = this.parts.customers().missingCode(customer);
		if (missing != 0) {
			call.answer(404, ErrorBodies.main(missing));
		}
		else {
			switch (path[4]) {
				case "carts" -> cart(call, path);
				case "agreements" -> call.answer(200, this.parts.customers().agreements(customer));
				default -> orders(call, customer, path);
			}
		}
	}

	private void cart(Exchange call, String[] path) throws InterruptedException {
		CartKey key = CartKey.of(path[3], path[5]);
		if (key == null) {
			call.answer(400, ErrorBodies.main(2000));
		}
		else if (path.length == 7) {
			this.parts.checkouts().handle(call, key);
		}
		else {
			this.parts.reads().cart(call, key);
		}
	}

	private void orders(Exchange call, UUID customer, String[] path) {
		ReadHandler reads = this.parts.reads();
		if (path[4].equals("subscriptions")) {
			String orderId = call.query("order_id");
			reads.subscriptions(call, customer, (orderId != null) ? orderId : "");
		}
		else if (path.length == 5) {
			reads.orders(call, customer);
		}
		else {
			reads.order(call, customer, path[5]);
		}
	}

	private static boolean isCheckout(String[] path) {
		return path.length == 7 && path[4].equals("carts") && path[6].equals("checkout");
	}

	private static boolean isKnown(String[] path) {
		if (path.length < 4 || !path[1].equals("v1")) {
			return false;
		}
		if (path[2].equals("profiles")) {
			return path.length == 4 && path[3].equals("organization");
		}
		return path[2].equals("customers") && switch (path.length) {
			case 5 -> List.of("orders", "subscriptions", "agreements").contains(path[4]);
			case 6 -> List.of("orders", "carts").contains(path[4]);
			default -> isCheckout(path);
		};
	}

}
