package dev.bulkcheckout;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import dev.bulkcheckout.report.LedgerFixture;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page costs: figures are printed, and held to ten times what is promised, since
 * nobody knows what else the machine does.
 */
@Tag("long")
@Isolated("it measures")
class PageLoadIntegrationTests {

	private static final int PAGES = 200;

	@TempDir
	private Path directory = Path.of("");

	@Test
	void fiveThousandRunsAreListedAtOnce() throws Exception {
		try (LedgerFixture ledger = new LedgerFixture()) {
			manyRuns(ledger);
			try (PageFixture page = new PageFixture(ledger.database, Map.of())) {
				HttpClient browser = page.signedIn(PageFixture.VIEWER);
				List<Long> millis = new ArrayList<>();
				for (int i = 0; i < 30; i++) {
					long began = System.nanoTime();
					HttpResponse<String> list = page.get(browser, (i % 2 == 0) ? "/" : "/?before=2500");
					millis.add(Duration.ofNanos(System.nanoTime() - began).toMillis());
					assertThat(list.statusCode()).isEqualTo(200);
					assertThat(list.body()).contains((i % 2 == 0) ? "run 5000" : "run 2499");
				}
				say("the list of 5,000 runs: first %d ms, then %d ms in the middle, %d ms at the most".formatted(
						millis.getFirst(), millis.stream().skip(1).sorted().toList().get(14),
						millis.stream().skip(1).max(Long::compare).orElseThrow()));
				assertThat(millis.stream().sorted().toList().get(15)).isLessThan(3000);
			}
		}
	}

	/** Each of 40 carts, a fifth of the runs with some that need a person. */
	private static void manyRuns(LedgerFixture ledger) {
		for (String sql : List.of(
				"""
						insert into batch_job_instance select n, 0, 'bulkCheckout', 'key' || n from generate_series(1, 5000) as n""",
				"""
						insert into run (id, run_key, input_name, created_at, staged_at, started_at, checked_out_at, reconciled_at,
						                 finished_at, exit_code, carts)
						select n, 'key' || n, 'carts-' || n || '.csv', at, at, at, at, at, at, case when n % 5 = 0 then 3 else 0 end, 40
						  from (select n, now() - (5000 - n) * interval '1 hour' as at from generate_series(1, 5000) as n) as runs""",
				"""
						insert into run_lease (run_id, token, host, pid, acquired_at, heartbeat_at, released_at)
						select id, 1, 'night-01', 4711, created_at, created_at, finished_at from run""",
				"""
						insert into cart (run_id, line, position, customer_id, cart_id, attempts, outcome, http_status, completed_at)
						select n, c, c, gen_random_uuid(), gen_random_uuid(), 1,
						       case when n % 5 = 0 and c % 10 = 0 then 'REFUSED' else 'ORDERED' end, 201, now()
						  from generate_series(1, 5000) as n, generate_series(1, 40) as c""",
				"""
						insert into run_event (run_id, at, kind, says)
						select id, created_at, kind, 'went on' from run, unnest(array['STARTED', 'FINISHED']) as kind""",
				"analyze")) {
			ledger.database.jdbc().sql(sql).update();
		}
	}

	@Test
	void twoHundredOpenPagesDoNotSlowARunDown() throws Exception {
		SimulatorSettings settings = SimulatorSettings.builder()
			.recordedRequests(0)
			.latency(Latency.fixed(Duration.ofMillis(40)))
			.build();
		try (RunFixture fixture = new RunFixture(this.directory, settings);
				PageFixture page = new PageFixture(fixture.database, Map.of());
				ExecutorService thread = Executors.newSingleThreadExecutor()) {
			Path csv = fixture.with("bulk-checkout.concurrency", 16).aFileOf(100_000);
			Future<?> run = thread.submit(() -> fixture.run(csv));
			while (fixture.count("select count(*) from cart where outcome is not null") < 3000) {
				Thread.sleep(200);
			}
			List<Double> without = new ArrayList<>();
			List<Double> with = new ArrayList<>();
			for (int i = 0; i < 6; i++) {
				without.add(rate(fixture));
				try (OpenPages open = new OpenPages(page)) {
					Thread.sleep(2000);
					with.add(rate(fixture));
					assertThat(open.bytes()).isPositive();
				}
				Thread.sleep(1000);
			}
			fixture.jdbc().sql("update run set stop_requested_at = now()").update();
			run.get();
			double cost = 1 - middle(with) / middle(without);
			say(String.format(Locale.ROOT,
					"%d open pages: %.1f carts a second without, %.1f with: %.1f %% less; without %s, with %s", PAGES,
					middle(without), middle(with), 100 * cost, without, with));
			assertThat(cost).isLessThan(0.3);
		}
	}

	private static double middle(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		return (sorted.get(sorted.size() / 2 - 1) + sorted.get(sorted.size() / 2)) / 2;
	}

	private static double rate(RunFixture fixture) throws InterruptedException {
		long began = System.nanoTime();
		long before = fixture.count("select count(*) from cart where outcome is not null");
		Thread.sleep(8000);
		long after = fixture.count("select count(*) from cart where outcome is not null");
		return Math.round(10.0 * (after - before) * 1e9 / (System.nanoTime() - began)) / 10.0;
	}

	private static void say(String what) {
		System.out.println(what);
	}

	/**
	 * Browsers that have the page of the run open.
	 */
	private static final class OpenPages implements AutoCloseable {

		private final HttpClient client = HttpClient.newHttpClient();

		private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();

		private final AtomicLong bytes = new AtomicLong();

		private OpenPages(PageFixture page) throws Exception {
			SignedIn viewer = SignedIn.as(PageFixture.VIEWER, page.at("/"));
			for (int i = 0; i < PAGES; i++) {
				HttpRequest request = viewer.request(page.at("/runs/1/events")).build();
				this.readers.submit(() -> {
					try (InputStream in = this.client.send(request, BodyHandlers.ofInputStream()).body()) {
						byte[] buffer = new byte[16_384];
						for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
							this.bytes.addAndGet(read);
						}
					}
					return null;
				});
			}
		}

		private long bytes() {
			return this.bytes.get();
		}

		@Override
		public void close() {
			this.client.shutdownNow();
			this.readers.shutdownNow();
		}

	}

}
