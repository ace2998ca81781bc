package dev.bulkcheckout.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.bulkcheckout.bench.Bench.Ledger;

/**
 * PostgreSQL's own program, where it is installed.
 */
final class Psql {

	private Psql() {
	}

	/**
	 * Gives commands.
	 * @return how long they took, in seconds; not a number where there is no psql
	 */
	static double run(Bench bench, Ledger ledger, String... commands) throws IOException, InterruptedException {
		if (!Child.isInstalled("psql")) {
			return Double.NaN;
		}
		List<String> command = new ArrayList<>(List.of("psql", "-q", "-h", "localhost", "-U", "postgres", "-p",
				"" + bench.port(), "-d", ledger.url().replaceAll(".*/([^?]+).*", "$1")));
		for (String each : commands) {
			command.addAll(List.of("-c", each));
		}
		return Child.start(bench.directory(), Map.of(), command).end(0);
	}

}
