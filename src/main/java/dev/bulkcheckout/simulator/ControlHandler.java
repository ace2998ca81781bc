package dev.bulkcheckout.simulator;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * {@code /simulator/...}: what {@link Simulator} offers in the same JVM, for other
 * processes and for people. {@code GET /simulator} lists it.
 */
final class ControlHandler {

	private final Simulator simulator;

	ControlHandler(Simulator simulator) {
		this.simulator = simulator;
	}

	void handle(Exchange call, String method, String[] path) {
		String what = String.join("/", List.of(path).subList(2, path.length));
		try {
			if (method.equals("GET")) {
				show(call, what);
			}
			else if (method.equals("POST")) {
				act(call, what);
			}
			else {
				call.answerPlainly(405, "GET or POST\n");
			}
		}
		catch (NumberFormatException ex) {
			call.answerPlainly(400, "a number is not one\n");
		}
		catch (IllegalArgumentException ex) {
			call.answerPlainly(400, ex.getMessage() + "\n");
		}
	}

	private void show(Exchange call, String what) {
		switch (what) {
			case "" -> call.answerPlainly(200, Simulator.guide());
			case "counts" -> call.answerPlainly(200, Json.text(this.simulator.counts()));
			case "truth" -> {
				boolean csv = "csv".equals(call.query("format"));
				Stream<String> rows = csv
						? Stream.concat(Stream.of(CartTruth.CSV_HEADER), this.simulator.truth().flatMap(CartTruth::csv))
						: this.simulator.truth().map(Json::text);
				call.stream(csv ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8", rows);
			}
			case "calls" -> call.stream("application/x-ndjson; charset=utf-8",
					this.simulator.callsPerSecond().stream().map(Json::text));
			case "requests" -> {
				String cart = call.query("cart");
				call.stream("application/x-ndjson; charset=utf-8",
						this.simulator.requests()
							.stream()
							.filter((seen) -> cart == null || cart.equalsIgnoreCase(seen.cartId()))
							.map(Json::text));
			}
			default -> call.answerPlainly(404, "GET /simulator lists what there is\n");
		}
	}

	private void act(Exchange call, String what) {
		switch (what) {
			case "down" -> down(ScenarioWords.constant(OutageMode.class, needed(call, "kind")), call.query("for"));
			case "up" -> this.simulator.comeBack();
			case "throttle" -> this.simulator.throttle(Throttle.parse(needed(call, "as")));
			case "behave" -> this.simulator.behave(needed(call, "cart"), Behaviour.parse(needed(call, "as")));
			case "tokens" -> {
				String fault = call.query("fault");
				String times = call.query("times");
				this.simulator.tokensMisbehave(
						(fault != null) ? ScenarioWords.constant(SimulatedTokenFault.class, fault) : null,
						(times != null) ? Integer.parseInt(times) : 0);
			}
			case "missing" ->
				this.simulator.customerIsMissing(needed(call, "customer"), Integer.parseInt(needed(call, "times")));
			case "tokens/revoke" -> this.simulator.revokeTokens();
			case "reset" -> this.simulator.reset();
			default -> {
				call.answerPlainly(404, "GET /simulator lists what there is\n");
				return;
			}
		}
		call.answerPlainly(200, "done\n");
	}

	private void down(OutageMode kind, @Nullable String length) {
		if (length != null) {
			this.simulator.goDown(kind, DurationParser.parse(length));
		}
		else if (kind == OutageMode.REFUSED) {
			throw new IllegalArgumentException("refused needs for=DURATION, as nobody could call /simulator/up");
		}
		else {
			this.simulator.goDown(kind);
		}
	}

	private static String needed(Exchange call, String name) {
		String value = call.query(name);
		if (value == null || value.isEmpty()) {
			throw new IllegalArgumentException(name + "= is missing");
		}
		return value;
	}

}
