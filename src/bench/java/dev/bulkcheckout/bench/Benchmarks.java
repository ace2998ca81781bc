package dev.bulkcheckout.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.bench.Bench.Ledger;
import dev.bulkcheckout.bench.Bench.Simulated;

/**
 * Measures what {@code docs/benchmarks.md} tells, and writes it. Run by the profile
 * {@code bench}; names of measurements as arguments take only these, and leave the
 * others on the page as they were. {@code -Dbench.program=PATH} measures another
 * launcher, such as that of a former version; {@code -Dbench.scale=10} takes a tenth of
 * all carts, for a quick look, and writes no page unless {@code -Dbench.page=PATH} names
 * it.
 */
public final class Benchmarks {

	private static final int RUNS = Integer.getInteger("bench.runs", 3);

	private static final int SCALE = Integer.getInteger("bench.scale", 1);

	private static final Path PAGE = Path
		.of(System.getProperty("bench.page", (SCALE == 1) ? "docs/benchmarks.md" : "target/bench/page.md"));

	private static final List<String> ALL = List.of("checkout", "latency", "start", "questions", "staging", "million",
			"reconcile");

	/** The rows of results.csv, as somebody would ask for them who has only psql. */
	private static final String RESULTS = """
			select c.line, c.customer_id, c.cart_id, c.outcome, o.ids, e.codes, c.attempts, c.http_status, c.error_code,
			       c.error_description, c.correlation_id, c.request_id, to_char(c.completed_at, 'YYYY-MM-DD HH24:MI:SS.MS')
			  from cart c
			  left join (select line, string_agg(order_id, ' ') as ids from cart_order group by line) o using (line)
			  left join (select line, string_agg(code, ' ') as codes from order_error group by line) e using (line)
			 order by c.line""".replace('\n', ' ');

	/** The rows of orders.csv. */
	private static final String ORDERS = """
			select c.customer_id, c.cart_id, o.order_id, o.status, o.billing_cycle, o.currency_code, o.creation_date,
			       i.line_item_number, i.offer_id, i.friendly_name, i.quantity, i.term_duration, i.subscription_id,
			       i.subscription_state
			  from cart_order o
			  join cart c using (run_id, line)
			  left join order_line_item i on i.cart_order_id = o.id
			 order by o.line, o.order_id, i.line_item_number""".replace('\n', ' ');

	private final Bench bench;

	private final Page page;

	private Benchmarks(Bench bench) throws IOException {
		this.bench = bench;
		this.page = new Page(PAGE);
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
			all.page.write(ALL);
			System.out.println(Files.readString(PAGE));
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
		this.page.keep(name);
		System.err.println(name + " is measured");
	}

	/** So many carts at full size. */
	private static int scaled(int carts) {
		return Math.max(10, carts / SCALE);
	}

	/** How much of the machine the program needs where nothing is waited for. */
	private void checkout() throws Exception {
		int carts = scaled(30_000);
		Path csv = this.bench.carts(carts);
		List<Checkout> bare = new ArrayList<>();
		List<Checkout> bareFirst = new ArrayList<>();
		List<Checkout> program = new ArrayList<>();
		List<Checkout> programBoth = new ArrayList<>();
		double wrk = 0;
		try (Simulated simulator = this.bench.simulator("record 0")) {
			wrk = Wrk.perSecond(this.bench, simulator);
			for (int i = 0; i < RUNS; i++) {
				bare.add(Checkout.byBareLoop(this.bench, simulator, csv, carts, 64, Checkout.BOTH_COMPILERS));
				program.add(Checkout.byProgram(this.bench, simulator, csv, carts, 64, Checkout.FIRST_COMPILER));
				bareFirst.add(Checkout.byBareLoop(this.bench, simulator, csv, carts, 64, Checkout.FIRST_COMPILER));
				programBoth.add(Checkout.byProgram(this.bench, simulator, csv, carts, 64, Checkout.BOTH_COMPILERS));
			}
		}
		this.page.heading("%,d carts, no latency, 64 in flight".formatted(carts), "", "carts/s", "in the middle", "CPU s per 1,000",
				"commits per cart", "peak MB");
		if (wrk > 0) {
			this.page.line("`wrk`, one cart over and over", "%,.0f".formatted(wrk), "", "", "", "");
		}
		row("bare loop, nothing kept", bare);
		row("the same, first compiler alone", bareFirst);
		row("program, ledger included", program);
		row("the same, both compilers", programBoth);
		ratio("program ÷ bare loop", program, bare);
		ratio("the same, first compiler alone in both", program, bareFirst);
		this.page.note("Medians of %d runs, taken in turns. The program begins slowly, to find what the API admits: the whole step has that in it. Which compiler, and why: [decision 19](decisions/0019-the-first-compiler-alone.md)."
			.formatted(RUNS));
	}

	private void row(String what, List<Checkout> runs) {
		this.page.line(what, "%,.0f".formatted(median(runs, Checkout::perSecond)),
				"%,.0f".formatted(median(runs, Checkout::middlePerSecond)),
				"%.3f".formatted(median(runs, Checkout::cpuPerThousand)),
				"%.3f".formatted(median(runs, Checkout::commits)),
				"%,.0f".formatted(median(runs, (run) -> run.peakBytes() / 1e6)));
	}

	private void ratio(String what, List<Checkout> runs, List<Checkout> to) {
		this.page.line(what, "%.2f".formatted(median(runs, Checkout::perSecond) / median(to, Checkout::perSecond)),
				"%.2f".formatted(median(runs, Checkout::middlePerSecond) / median(to, Checkout::middlePerSecond)),
				"%.2f".formatted(median(runs, Checkout::cpuPerThousand) / median(to, Checkout::cpuPerThousand)), "",
				"");
	}

	/** Little's law: as many calls a second as are in flight, over their mean latency. */
	private void latency() throws Exception {
		this.page.heading("Latency lognormal, median 200 ms, 99th percentile 2 s", "carts", "in flight",
				"of in flight ÷ mean latency, middle", "whole step", "bare loop, middle", "bare loop, whole",
				"commits per cart");
		double sigma = Math.log(10) / 2.3263;
		double mean = 0.2 * Math.exp(sigma * sigma / 2);
		try (Simulated simulator = this.bench.simulator("record 0", "latency 200ms 2s")) {
			for (int inFlight : new int[] { 64, 256 }) {
				// for the same time: the slow end of a few calls is the same
				int carts = scaled(20_000 * inFlight / 64);
				Path csv = this.bench.carts(carts);
				double most = inFlight / mean;
				Checkout program = Checkout.byProgram(this.bench, simulator, csv, carts, inFlight,
						Checkout.FIRST_COMPILER);
				Checkout bare = Checkout.byBareLoop(this.bench, simulator, csv, carts, inFlight,
						Checkout.BOTH_COMPILERS);
				this.page.line("%,d".formatted(carts), "" + inFlight, Page.percent(program.middlePerSecond() / most),
						Page.percent(program.perSecond() / most), Page.percent(bare.middlePerSecond() / most),
						Page.percent(bare.perSecond() / most), "%.3f".formatted(program.commits()));
			}
		}
		this.page.note("The mean is that of the distribution, %.0f ms; that of so many calls differs by about a percent."
			.formatted(1000 * mean));
	}

	private void start() throws Exception {
		Path csv = this.bench.carts(10);
		try (Simulated simulator = this.bench.simulator("record 0")) {
			Ledger ledger = this.bench.ledger();
			this.page.heading("Starting", "command", "seconds");
			this.page.line("first call of `run`, PostgreSQL there",
					"%.2f".formatted(median(firstCalls(ledger, simulator, csv, Map.of()))));
			Path data = this.bench.directory().resolve("data-" + System.nanoTime());
			this.page.line("the same, embedded PostgreSQL, its data there",
					"%.2f".formatted(median(firstCalls(null, simulator, csv, Map.of("BULK_CHECKOUT_DATA", data.toString())))));
			for (String command : new String[] { "runs", "show 1", "--version", "--help" }) {
				this.page.line("`" + command + "`", "%.2f".formatted(median(times(ledger, simulator, command))));
			}
			this.page.line("an empty JVM", "%.2f".formatted(median(emptyJvm())));
		}
	}

	/** After a first run, which is not counted. */
	private List<Double> firstCalls(@Nullable Ledger ledger, Simulated simulator, Path csv, Map<String, String> settings)
			throws Exception {
		List<Double> first = new ArrayList<>();
		for (int i = 0; i <= RUNS; i++) {
			simulator.reset();
			try (Child child = this.bench.program(ledger, simulator, settings, "run", csv.toString(), "--again")) {
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
		return first;
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
		List<List<double[]>> curves = List.of(new ArrayList<>(), new ArrayList<>());
		try (Simulated simulator = this.bench.simulator("record 0")) {
			Ledger ledger = this.bench.ledger();
			this.bench.program(ledger, simulator, Map.of(), "run", this.bench.carts(10).toString()).end(0);
			this.page.heading("A ledger that has grown", "former runs", "rows of carts, orders and lines", "`runs` s",
					"`show 1` s");
			int runs = 0;
			for (int full : new int[] { 5, 50, 500, 5000 }) {
				int more = Math.max(1, full / SCALE) - runs;
				Growth.fill(ledger, runs, more, 700);
				runs += more;
				double rows = 3.0 * 700 * runs;
				double list = median(times(ledger, simulator, "runs"));
				double show = median(times(ledger, simulator, "show 1"));
				this.page.line("%,d".formatted(runs), "%,.0f".formatted(rows), "%.2f".formatted(list),
						"%.2f".formatted(show));
				curves.get(0).add(new double[] { rows, list });
				curves.get(1).add(new double[] { rows, show });
			}
		}
		Plot.write(PAGE.resolveSibling("ledger.svg"), "Time of questions by rows of the ledger",
				List.of(new Plot.Curve("runs, s", curves.get(0)), new Plot.Curve("show, s", curves.get(1))));
		this.page.note("![time of questions by rows of the ledger](ledger.svg)");
	}

	/** Staging against PostgreSQL's own way in. */
	private void staging() throws Exception {
		int carts = scaled(1_000_000);
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
				copied.add(Psql.run(this.bench, ledger,
						"\\copy copied (run_id, line, position, customer_id, cart_id) from '" + rows + "' csv"));
			}
		}
		this.page.heading("%,d rows staged".formatted(carts), "", "seconds", "rows/s");
		this.page.line("`psql \\copy` into the same table", "%.1f".formatted(median(copied)),
				"%,.0f".formatted(carts / median(copied)));
		this.page.line("`stageCarts`", "%.1f".formatted(median(staged)), "%,.0f".formatted(carts / median(staged)));
		this.page.line("ratio", "%.2f".formatted(median(staged) / median(copied)), "");
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

	/** As many carts as anybody has, in the usual 256 MiB. */
	private void million() throws Exception {
		this.page.heading("Growth, no latency, 64 in flight, `-Xmx256m`", "carts", "staged s", "checked out, carts/s",
				"CPU s per 1,000", "result files s", "÷ `\\copy` of the rows", "report KB", "peak MB",
				"`show` s");
		List<List<double[]>> curves = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
		try (Simulated simulator = this.bench.simulator("record 0", "carts 00000000 fine")) {
			for (int full : new int[] { 1000, 10_000, 100_000, 1_000_000 }) {
				int carts = scaled(full);
				simulator.reset();
				Ledger ledger = this.bench.ledger();
				Child child = this.bench.program(ledger, simulator, Map.of("BULK_CHECKOUT_CONCURRENCY", "64"), "run",
						this.bench.carts(carts).toString());
				child.end(0);
				double files = step(ledger, "writeResults");
				double copied = Psql.run(this.bench, ledger, "\\copy (%s) to 'results.csv' csv header".formatted(RESULTS),
						"\\copy (%s) to 'orders.csv' csv header".formatted(ORDERS));
				double peak = child.peakBytes() / 1e6;
				this.page.line("%,d".formatted(carts), "%.1f".formatted(step(ledger, "stageCarts")),
						"%,.0f".formatted(carts / step(ledger, "checkoutCarts")),
						"%.3f".formatted(1000 * child.cpuSeconds() / carts), "%.1f".formatted(files),
						"%.1f".formatted(files / copied), "%,.0f".formatted(child.sizeOf("report.html") / 1e3),
						"%,.0f".formatted(peak),
						"%.2f".formatted(median(times(ledger, simulator, "show 1"))));
				curves.get(0).add(new double[] { carts, step(ledger, "stageCarts") });
				curves.get(1).add(new double[] { carts, step(ledger, "checkoutCarts") });
				curves.get(2).add(new double[] { carts, files });
				curves.get(3).add(new double[] { carts, peak });
			}
		}
		Plot.write(PAGE.resolveSibling("growth.svg"), "Time and memory of a run by its carts",
				List.of(new Plot.Curve("staged, s", curves.get(0)), new Plot.Curve("checked out, s", curves.get(1)),
						new Plot.Curve("result files, s", curves.get(2)),
						new Plot.Curve("peak resident memory, MB", curves.get(3))));
		this.page.note("![time and memory by carts](growth.svg)");
	}

	private static double step(Ledger ledger, String name) {
		return ledger.number("select extract(epoch from end_time - start_time) from batch_step_execution where step_name = '"
				+ name + "'");
	}

	/** The pace is the limit, not the ledger. */
	private void reconcile() throws Exception {
		int carts = scaled(100_000);
		try (Simulated simulator = this.bench.simulator("record 0", "latency 60ms", "provisioning 1s")) {
			Ledger ledger = this.bench.ledger();
			int looks = 0;
			int asking = 0;
			try (Child child = this.bench.program(ledger, simulator, Map.of("BULK_CHECKOUT_CONCURRENCY", "64"), "run",
					this.bench.carts(carts, "0600").toString())) {
				while (child.isAlive()) {
					Thread.sleep(20);
					if (simulator.checkouts() >= carts) {
						looks++;
						asking += (int) ledger.number("""
								select least(1, count(*)) from pg_stat_activity
								 where state = 'active' and datname = current_database()
								   and (query like 'select o.id, o.run_id%' or query like 'select min(next_read_at)%')""");
					}
				}
				child.end(0);
			}
			double seconds = step(ledger, "reconcileSubscriptions");
			double reads = ledger.number("select sum(reads) from cart_order");
			this.page.heading("Reconciliation of %,d orders, 60 ms, 64 in flight".formatted(carts), "", "reads/s");
			this.page.line("possible", "%,.0f".formatted(64 / 0.06));
			this.page.line("done", "%,.0f".formatted(reads / seconds));
			this.page.line("ratio", "%.2f".formatted(reads / seconds / (64 / 0.06)));
			this.page.note("The ledger was asked for what is due in %s of the time (%,d looks at its sessions)."
				.formatted(Page.percent((double) asking / looks), looks));
		}
	}

	private static <T> double median(List<T> runs, ToDoubleFunction<T> figure) {
		return median(runs.stream().map(figure::applyAsDouble).toList());
	}

	private static double median(List<Double> figures) {
		List<Double> sorted = figures.stream().sorted().toList();
		return sorted.get(sorted.size() / 2);
	}

}
