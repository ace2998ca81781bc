package dev.bulkcheckout.report.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.report.LedgerFixture;
import dev.bulkcheckout.report.RunReports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes the files of a large run in a JVM of its own, whose heap has no room for them.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("long")
class ManyCartsIntegrationTests {

	private static final int CARTS = 80_000;

	private final LedgerFixture ledger = new LedgerFixture();

	@TempDir
	private Path directory = Path.of("");

	@AfterEach
	void close() {
		this.ledger.close();
	}

	@Test
	void filesOfAnySizeTakeTheSameMemory() throws Exception {
		Lease lease = this.ledger.aRun(17);
		this.ledger.staged(lease, CARTS);
		this.ledger.database.jdbc().sql("""
				update cart set outcome = 'REFUSED', completed_at = now(),
				                error_description = repeat('the item is not available ', 10)""").update();
		this.ledger.database.jdbc().sql("""
				with entered as (
				    insert into cart_order (run_id, line, order_id) select run_id, line, 'order' || line from cart
				    returning id)
				insert into order_line_item (cart_order_id, line_item_number, subscription_state)
				select id, number, 'AWAITED' from entered, generate_series(0, 1) as number""").update();
		Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx24m", "-cp", System.getProperty("java.class.path"), Writing.class.getName(),
				this.ledger.database.url(), this.directory.toString())
			.inheritIO()
			.start();
		try {
			assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
			assertThat(child.exitValue()).isZero();
		}
		finally {
			child.destroyForcibly();
		}
		assertThat(lines("results.csv")).isEqualTo(CARTS + 1);
		assertThat(lines("needs-attention.csv")).isEqualTo(CARTS + 1);
		assertThat(lines("orders.csv")).isEqualTo(2 * CARTS + 1);
		assertThat(Files.size(this.directory.resolve("results.csv"))).as("larger than the heap")
			.isGreaterThan(24L << 20);
	}

	private long lines(String name) throws IOException {
		try (BufferedReader reader = Files.newBufferedReader(this.directory.resolve(name))) {
			return reader.lines().count();
		}
	}

	/**
	 * The child's program.
	 */
	static final class Writing {

		private Writing() {
		}

		public static void main(String[] args) {
			DriverManagerDataSource dataSource = new DriverManagerDataSource(args[0], "postgres", "");
			Leases leases = new Leases(JdbcClient.create(dataSource), Duration.ofSeconds(30));
			RunReports reports = new RunReports(dataSource, leases, (status, code) -> Optional.empty(),
					ZoneId.systemDefault());
			List<Path> files = new ResultFiles(reports).write(new RunId(17), Path.of(args[1]));
			if (files.size() != ResultTable.values().length + 1) {
				throw new IllegalStateException("files are missing: " + files);
			}
		}

	}

}
