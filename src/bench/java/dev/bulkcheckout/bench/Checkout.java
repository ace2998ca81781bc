package dev.bulkcheckout.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.bench.Bench.Ledger;
import dev.bulkcheckout.bench.Bench.Simulated;

/**
 * The checkout of a CSV as the simulator saw it, by the program or by the bare loop.
 *
 * @param perSecond checkouts a second, from the first to the last
 * @param middlePerSecond the same while 20 to 80 % of them arrived
 * @param cpuPerThousand CPU seconds of the process for 1,000 checkouts, its start left
 * out
 * @param commits of the database while carts were checked out, for each cart
 * @param firstCall seconds from the start of the process to its first checkout
 * @param peakBytes peak resident memory of the process
 */
record Checkout(double perSecond, double middlePerSecond, double cpuPerThousand, double commits, double firstCall,
		long peakBytes) {

	/** What both compilers take, as Java has it by itself. */
	static final List<String> BOTH_COMPILERS = List.of("-XX:+UseSerialGC", "-Xmx256m");

	/** What the launcher gives. */
	static final List<String> FIRST_COMPILER = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms64m",
			"-Xmx256m");

	static Checkout byProgram(Bench bench, Simulated simulator, Path csv, int carts, int inFlight,
			List<String> options) throws IOException, InterruptedException {
		Ledger ledger = bench.ledger();
		simulator.reset();
		try (Child child = bench.program(ledger, simulator,
				Map.of("BULK_CHECKOUT_CONCURRENCY", "" + inFlight, "BULK_CHECKOUT_MAX_REFUSED", "100%",
						"BULK_CHECKOUT_JAVA_OPTS", String.join(" ", options)),
				"run", csv.toString())) {
			return watch(simulator, child, ledger, carts);
		}
	}

	static Checkout byBareLoop(Bench bench, Simulated simulator, Path csv, int carts, int inFlight,
			List<String> options) throws IOException, InterruptedException {
		simulator.reset();
		try (Child child = bench.bareLoop(simulator, csv, inFlight, options)) {
			return watch(simulator, child, null, carts);
		}
	}

	private static Checkout watch(Simulated simulator, Child child, @Nullable Ledger ledger,
			int carts) throws IOException, InterruptedException {
		List<long[]> arrived = new ArrayList<>();
		double cpuBefore = 0;
		double cpuAfter = 0;
		double firstCall = 0;
		long commitsBefore = 0;
		long commits = 0;
		while (child.isAlive()) {
			long count = simulator.checkouts();
			arrived.add(new long[] { System.nanoTime(), count });
			if (count == 0) {
				cpuBefore = child.cpuSeconds();
				firstCall = child.secondsSinceStart();
				commitsBefore = (ledger != null) ? ledger.commits() : 0;
			}
			if (count >= carts && cpuAfter == 0 && (ledger == null
					|| ledger.number("select count(*) from cart where outcome is null") == 0)) {
				cpuAfter = child.cpuSeconds();
				commits = (ledger != null) ? ledger.commits() - commitsBefore : 0;
			}
			Thread.sleep((count == 0) ? 5 : 25);
		}
		child.end(0);
		if (cpuAfter == 0) {
			cpuAfter = child.cpuSeconds();
		}
		return new Checkout(rate(arrived, 1, carts), rate(arrived, carts / 5, carts * 4 / 5),
				1000 * (cpuAfter - cpuBefore) / carts, (double) commits / carts, firstCall, child.peakBytes());
	}

	private static double rate(List<long[]> arrived, long from, long to) {
		long[] first = arrived.stream().filter((look) -> look[1] >= from).findFirst().orElseThrow();
		long[] last = arrived.stream().filter((look) -> look[1] >= to).findFirst().orElse(arrived.getLast());
		return 1e9 * (last[1] - first[1]) / Math.max(1, last[0] - first[0]);
	}

}
