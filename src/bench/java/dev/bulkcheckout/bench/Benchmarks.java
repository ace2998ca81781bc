package dev.bulkcheckout.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

import dev.bulkcheckout.bench.Bench.Ledger;
import dev.bulkcheckout.bench.Bench.Simulated;

/**
 * Measures what {@code docs/benchmarks.md} tells, and writes it. Run by the profile
 * {@code bench}; names of measurements as arguments take only these, and then nothing is
 * written. {@code -Dbench.program=PATH} measures another launcher, such as that of a
 * former version; {@code -Dbench.scale=10} takes a tenth of all carts, for a quick look.
 */
public final class Benchmarks {

	private static final int RUNS = Integer.getInteger("bench.runs", 3);

	private static final int SCALE = Integer.getInteger("bench.scale", 1);

	private static final List<String> ALL = List.of("checkout", "latency", "start", "questions", "staging", "million",
			"reconcile");

	private final Bench bench;

	private final StringBuilder text = new StringBuilder();

	private Benchmarks(Bench bench) {
		this.bench = bench;
	}

	/**
	 * Measures.
	 */
	public static void main(String[] args) throws Exception {
		Path directory = Path.of("target/bench");
		Set<String> wanted = new TreeSet<>((args.length > 0) ? Arrays.asList(args) : ALL);
		try (Bench bench = new Bench(directory, Path.of(System.getProperty("bench.program", "bulk-checkout")))) {
			Benchmarks all = new Benchmarks(bench);
			for (String name : ALL) {
				if (wanted.contains(name)) {
					all.measure(name);
				}
			}
			System.out.println(all.text);
			if (args.length == 0 && SCALE == 1) {
				Files.writeString(Path.of("docs/benchmarks.md"), all.page());
			}
		}
	}

	private void measure(String name) throws Exception {
		switch (name) {
			case "checkout" -> checkout();
			case "latency" -> latency();
			case "start" -> start();
			case "questions" -> questions();
			case "staging" -> staging();
			case "million" -> million();
			case "reconcile" -> reconcile();
			default -> throw new IllegalArgumentException(name + " is none of " + ALL);
		}
		System.err.println(name + " is measured");
	}

	private String page() {
		return """
				# Benchmarks

				Made by `./mvnw verify -Pbench` on %s: %d processors (%s), Java %s, PostgreSQL with fsync; simulator, program and PostgreSQL
				share the machine. Each figure is the median of %d runs, and a ratio compares what was measured in the same run.

				""".formatted(LocalDate.now(ZoneOffset.UTC), Runtime.getRuntime().availableProcessors(), processor(),
				System.getProperty("java.version"), RUNS) + this.text;
	}

	private static String processor() {
		try {
			return Files.readAllLines(Path.of("/proc/cpuinfo"))
				.stream()
				.filter((line) -> line.startsWith("model name"))
				.findFirst()
				.map((line) -> line.substring(line.indexOf(':') + 2))
				.orElse("unknown");
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

	/** How much of the machine the program needs where nothing is waited for. */
	private void checkout() throws Exception {
		int carts = 30_000 / SCALE;
		Path csv = this.bench.carts(carts);
		List<Checkout> bare = new ArrayList<>();
		List<Checkout> program = new ArrayList<>();
		try (Simulated simulator = this.bench.simulator("record 0")) {
			for (int i = 0; i < RUNS; i++) {
				bare.add(Checkout.byBareLoop(this.bench, simulator, csv, carts, 64));
				program.add(Checkout.byProgram(this.bench, simulator, csv, carts, 64));
			}
		}
		heading("%,d carts, no latency, 64 in flight".formatted(carts), "", "carts/s", "in the middle", "CPU s per 1,000",
				"commits per cart", "peak MB");
		row("bare loop, nothing kept", bare);
		row("program, ledger included", program);
		line("ratio", "%.2f".formatted(median(program, Checkout::perSecond) / median(bare, Checkout::perSecond)),
				"%.2f".formatted(
						median(program, Checkout::middlePerSecond) / median(bare, Checkout::middlePerSecond)),
				"%.2f".formatted(median(program, Checkout::cpuPerThousand) / median(bare, Checkout::cpuPerThousand)), "",
				"");
	}

	private void row(String what, List<Checkout> runs) {
		line(what, "%,.0f".formatted(median(runs, Checkout::perSecond)),
				"%,.0f".formatted(median(runs, Checkout::middlePerSecond)),
				"%.3f".formatted(median(runs, Checkout::cpuPerThousand)),
				"%.3f".formatted(median(runs, Checkout::commits)),
				"%,.0f".formatted(median(runs, (run) -> run.peakBytes() / 1e6)));
	}

	/** Little's law: as many calls a second as are in flight, over their mean latency. */
	private void latency() throws Exception {
		int carts = 20_000 / SCALE;
		Path csv = this.bench.carts(carts);
		heading("%,d carts, latency lognormal, median 200 ms, 99th percentile 2 s".formatted(carts), "in flight",
				"of in flight ÷ latency, middle", "whole step", "bare loop, middle", "bare loop, whole");
		double sigma = Math.log(10) / 2.3263;
		double mean = 0.2 * Math.exp(sigma * sigma / 2);
		try (Simulated simulator = this.bench.simulator("record 0", "latency 200ms 2s")) {
			for (int inFlight : new int[] { 64, 256 }) {
				double most = inFlight / mean;
				Checkout program = Checkout.byProgram(this.bench, simulator, csv, carts, inFlight);
				Checkout bare = Checkout.byBareLoop(this.bench, simulator, csv, carts, inFlight);
				line("" + inFlight, percent(program.middlePerSecond() / most), percent(program.perSecond() / most),
						percent(bare.middlePerSecond() / most), percent(bare.perSecond() / most));
			}
		}
	}

	private void start() throws Exception {
		Path csv = this.bench.carts(10);
		List<Double> first = new ArrayList<>();
		try (Simulated simulator = this.bench.simulator("record 0")) {
			Ledger ledger = this.bench.ledger();
			for (int i = 0; i <= RUNS; i++) {
				simulator.reset();
				try (Child child = this.bench.program(ledger, simulator, Map.of(), "run", csv.toString(), "--again")) {
					double seconds = 0;
					while (child.isAlive()) {
						if (simulator.checkouts() == 0) {
							seconds = child.secondsSinceStart();
						}
						Thread.sleep(5);
					}
					child.end(0);
					if (i > 0) {
						first.add(seconds);
					}
				}
			}
			heading("Starting", "command", "seconds");
			line("first call of `run`, PostgreSQL there", "%.2f".formatted(median(first)));
			for (String command : new String[] { "runs", "show 1", "--version", "--help" }) {
				line("`" + command + "`", "%.2f".formatted(median(times(ledger, simulator, command))));
			}
			line("an empty JVM", "%.2f".formatted(median(emptyJvm())));
		}
	}

	private List<Double> times(Ledger ledger, Simulated simulator, String command) throws Exception {
		List<Double> times = new ArrayList<>();
		for (int i = 0; i < RUNS; i++) {
			try (Child child = this.bench.program(ledger, simulator, Map.of(), command.split(" ", -1))) {
				times.add(child.end(0));
			}
		}
		return times;
	}

	private List<Double> emptyJvm() throws Exception {
		Path source = Files.writeString(this.bench.directory().resolve("Empty.java"),
				"class Empty { public static void main(String[] args) { } }");
		String java = Path.of(String.valueOf(System.getProperty("java.home")), "bin").toString();
		Child.start(this.bench.directory(), Map.of(), List.of(java + "/javac", source.toString())).end(0);
		List<Double> times = new ArrayList<>();
		for (int i = 0; i < RUNS; i++) {
			times.add(Child
				.start(this.bench.directory(), Map.of(),
						List.of(java + "/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
								this.bench.directory().toString(), "Empty"))
				.end(0));
		}
		return times;
	}

	/** Questions to a ledger that has grown for years. */
	private void questions() throws Exception {
		try (Simulated simulator = this.bench.simulator("record 0")) {
			Ledger ledger = this.bench.ledger();
			Child child = this.bench.program(ledger, simulator, Map.of(), "run", this.bench.carts(10).toString());
			child.end(0);
			Growth.fill(ledger, 5000 / SCALE, 2000);
			heading("%,d former runs, %,d carts in the ledger".formatted(5000 / SCALE, 5000 / SCALE * 2000), "command",
					"seconds");
			for (String command : new String[] { "runs", "show 1" }) {
				line("`" + command + "`", "%.2f".formatted(median(times(ledger, simulator, command))));
			}
		}
	}

	/** Staging against PostgreSQL's own way in. */
	private void staging() throws Exception {
		int carts = 1_000_000 / SCALE;
		Path csv = this.bench.carts(carts);
		Path rows = rows(csv);
		List<Double> staged = new ArrayList<>();
		List<Double> copied = new ArrayList<>();
		for (int i = 0; i < RUNS; i++) {
			try (Simulated simulator = this.bench.simulator("record 0", "latency 20s")) {
				Ledger ledger = this.bench.ledger();
				try (Child child = this.bench.program(ledger, simulator, Map.of(), "run", csv.toString())) {
					while (simulator.checkouts() == 0 && child.isAlive()) {
						Thread.sleep(20);
					}
				}
				staged.add(ledger.number("""
						select extract(epoch from end_time - start_time) from batch_step_execution
						 where step_name = 'stageCarts'"""));
				ledger.jdbc().sql("create table copied (like cart including all, foreign key (run_id) references run)").update();
				copied.add(psql(ledger,
						"\\copy copied (run_id, line, position, customer_id, cart_id) from '" + rows + "' csv"));
			}
		}
		heading("%,d rows staged".formatted(carts), "", "seconds", "rows/s");
		line("`psql \\copy` into the same table", "%.1f".formatted(median(copied)),
				"%,.0f".formatted(carts / median(copied)));
		line("`stageCarts`", "%.1f".formatted(median(staged)), "%,.0f".formatted(carts / median(staged)));
		line("ratio", "%.2f".formatted(median(staged) / median(copied)), "");
	}

	/** The rows of a CSV with all that the table wants of them. */
	private static Path rows(Path csv) throws IOException {
		Path rows = csv.resolveSibling("rows-of-" + csv.getFileName());
		try (BufferedReader in = Files.newBufferedReader(csv); BufferedWriter out = Files.newBufferedWriter(rows)) {
			in.readLine();
			long line = 1;
			for (String row = in.readLine(); row != null; row = in.readLine()) {
				out.write("1," + line + "," + line++ + "," + row + "\n");
			}
		}
		return rows;
	}

	private double psql(Ledger ledger, String command) throws Exception {
		return Child
			.start(this.bench.directory(), Map.of(), List.of("psql", "-q", "-h", "localhost", "-U", "postgres", "-p",
					"" + this.bench.port(), "-d", ledger.url().replaceAll(".*/([^?]+).*", "$1"), "-c", command))
			.end(0);
	}

	/** As many carts as anybody has, in the usual 256 MiB. */
	private void million() throws Exception {
		heading("Growth, no latency, 64 in flight, `-Xmx256m`", "carts", "staged s", "checked out, carts/s",
				"CPU s per 1,000", "result files s", "peak MB");
		try (Simulated simulator = this.bench.simulator("record 0", "carts 00000000 fine")) {
			for (int carts : new int[] { 1000, 10_000, 100_000, 1_000_000 }) {
				simulator.reset();
				Ledger ledger = this.bench.ledger();
				Child child = this.bench.program(ledger, simulator, Map.of("BULK_CHECKOUT_CONCURRENCY", "64"), "run",
						this.bench.carts(carts / SCALE).toString());
				child.end(0);
				line("%,d".formatted(carts / SCALE), "%.1f".formatted(step(ledger, "stageCarts")),
						"%,.0f".formatted(carts / SCALE / step(ledger, "checkoutCarts")),
						"%.3f".formatted(1000 * child.cpuSeconds() * SCALE / carts),
						"%.1f".formatted(step(ledger, "writeResults")), "%,.0f".formatted(child.peakBytes() / 1e6));
			}
		}
	}

	private static double step(Ledger ledger, String name) {
		return ledger.number("select extract(epoch from end_time - start_time) from batch_step_execution where step_name = '"
				+ name + "'");
	}

	/** The pace is the limit, not the ledger. */
	private void reconcile() throws Exception {
		int carts = 20_000 / SCALE;
		try (Simulated simulator = this.bench.simulator("record 0", "latency 60ms", "provisioning 1s")) {
			Ledger ledger = this.bench.ledger();
			Child child = this.bench.program(ledger, simulator, Map.of("BULK_CHECKOUT_CONCURRENCY", "64"), "run",
					this.bench.carts(carts, "0600").toString());
			child.end(0);
			double seconds = step(ledger, "reconcileSubscriptions");
			double reads = ledger.number("select sum(reads) from cart_order");
			heading("Reconciliation of %,d orders, 60 ms, 64 in flight".formatted(carts), "", "reads/s");
			line("possible", "%,.0f".formatted(64 / 0.06));
			line("done", "%,.0f".formatted(reads / seconds));
		}
	}

	private void heading(String title, String... columns) {
		this.text.append("## ").append(title).append("\n\n");
		line(columns);
		this.text.append("|---".repeat(columns.length)).append("|\n");
	}

	private void line(String... cells) {
		String line = "| " + String.join(" | ", cells) + " |\n";
		System.err.print(line);
		this.text.append(line);
	}

	private static String percent(double share) {
		return String.format(Locale.ROOT, "%.1f %%", 100 * share);
	}

	private static <T> double median(List<T> runs, ToDoubleFunction<T> figure) {
		return median(runs.stream().map(figure::applyAsDouble).toList());
	}

	private static double median(List<Double> figures) {
		List<Double> sorted = figures.stream().sorted().toList();
		return sorted.get(sorted.size() / 2);
	}

}
