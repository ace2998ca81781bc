package dev.bulkcheckout.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bulkcheckout.bench.Bench.Simulated;

/**
 * How many calls a second the simulator answers at all, by wrk, where it is installed.
 */
final class Wrk {

	private Wrk() {
	}

	/**
	 * Checks one cart out again and again over 64 connections.
	 * @return calls a second; 0 where there is no wrk
	 */
	static double perSecond(Bench bench, Simulated simulator) throws IOException, InterruptedException {
		if (!Child.isInstalled("wrk")) {
			return 0;
		}
		Path script = Files.writeString(bench.directory().resolve("wrk.lua"), """
				wrk.method = "POST"
				wrk.headers["Authorization"] = "Bearer %s"
				""".formatted(simulator.token()));
		Child wrk = Child.start(bench.directory(), Map.of(),
				List.of("wrk", "-t", "1", "-c", "64", "-d", "5s", "-s", script.toString(), simulator.address()
						+ "/v1/customers/c0000000-0000-4000-8000-000000000000/carts/00000000-0000-0000-0000-000000000000/checkout"));
		wrk.end(0);
		Matcher found = Pattern.compile("Requests/sec: +([\\d.]+)").matcher(wrk.said());
		return found.find() ? Double.parseDouble(found.group(1)) : 0;
	}

}
