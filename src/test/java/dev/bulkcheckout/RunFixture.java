package dev.bulkcheckout;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.cli.Application;
import dev.bulkcheckout.input.CartFile;
import dev.bulkcheckout.job.Progress;
import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.run.RunLauncher;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.run.RunObserver;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.throttling.StopSignal;
import dev.bulkcheckout.simulator.CartTruth;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

/**
 * Runs the real job as the command line does, against a simulator and a database of its
 * own, with short pauses.
 */
final class RunFixture implements AutoCloseable {

	final Simulator simulator;

	final TestDatabase database = TestDatabase.migrated();

	final List<String> said = new CopyOnWriteArrayList<>();

	private final Path directory;

	private final TestCli cli;

	private int files;

	RunFixture(Path directory, SimulatorSettings settings) {
		this.directory = directory;
		this.simulator = Simulator.start(settings);
		this.cli = new TestCli(this.database.url()).asking(this.simulator)
			.set("bulk-checkout.output", directory.resolve("output"));
		Map.of("bulk-checkout.retry.first-pause", "100ms", "bulk-checkout.retry.longest-pause", "500ms",
				"bulk-checkout.retry.longest-wait", "300ms", "bulk-checkout.polling.initial-delay", "300ms",
				"bulk-checkout.polling.first-pause", "300ms", "bulk-checkout.polling.longest-pause", "1s",
				"bulk-checkout.polling.none-after", "2s", "bulk-checkout.reconcile-for", "20s",
				"bulk-checkout.max-refused", "100%")
			.forEach(this.cli::set);
	}

	RunFixture with(String setting, Object value) {
		this.cli.set(setting, value);
		return this;
	}

	/** A file of so many carts, two hundred customers at the most. */
	Path aFileOf(List<String> cartIds) throws IOException {
		StringBuilder csv = new StringBuilder("customer-id,cart-id\n");
		for (int i = 0; i < cartIds.size(); i++) {
			csv.append(customer(i % 200)).append(',').append(cartIds.get(i)).append('\n');
		}
		Path file = this.directory.resolve("carts-" + ++this.files + ".csv");
		return Files.writeString(file, csv);
	}

	private static String customer(int number) {
		return "%08d-1111-4222-8333-444444444444".formatted(number);
	}

	Path aFileOf(int carts) throws IOException {
		return aFileOf(java.util.stream.Stream.generate(() -> UUID.randomUUID().toString()).limit(carts).toList());
	}

	/** Launches the file, or goes on with it. */
	RunEnd run(Path csv) throws Exception {
		try (CartFile input = CartFile.open(csv)) {
			return launch((context, options, watch) -> context.getBean(RunLauncher.class)
				.run(input, null, null, false, options, watch));
		}
	}

	RunEnd reconcile(@Nullable RunId run) throws Exception {
		return launch((context, options, watch) -> context.getBean(RunLauncher.class)
			.reconcile((run != null) ? context.getBean(Runs.class).find(run).orElseThrow() : null, options, watch));
	}

	private RunEnd launch(Launch launch) throws Exception {
		Application application = this.cli.application();
		try (ConfigurableApplicationContext ledger = application.ledger(Map.of(), null, this.said::add);
				ConfigurableApplicationContext context = application.launch(ledger)) {
			return launch.go(context, context.getBean(RunProperties.class),
					new Quiet(context.getBean(StopSignal.class), new Progress()));
		}
	}

	private interface Launch {

		RunEnd go(ApplicationContext context, RunProperties options, RunObserver watch) throws Exception;

	}

	private record Quiet(StopSignal stop, Progress progress) implements RunObserver {

		@Override
		public void started(RunId run, RunProperties options) {
		}

	}

	JdbcClient jdbc() {
		return this.database.jdbc();
	}

	long count(String sql) {
		return this.jdbc().sql(sql).query(Long.class).single();
	}

	/** What the ledger says of every cart of the newest run, by cart id. */
	Map<String, CartRow> carts() {
		Map<String, CartRow> carts = new HashMap<>();
		this.jdbc()
			.sql("""
					select lower(cart_id) as cart, coalesce(outcome, 'NOT_ATTEMPTED') as outcome, attempts, error_description,
					       (select coalesce(string_agg(o.order_id || ' ' || coalesce(i.line_item_number::text, '') || ' '
					                 || coalesce(i.offer_id, '') || ' ' || lower(coalesce(i.subscription_id, '-')) || ' '
					                 || i.subscription_state, '; ' order by o.id, i.line_item_number), '')
					          from cart_order o left join order_line_item i on i.cart_order_id = o.id
					         where o.run_id = c.run_id and o.line = c.line) as lines,
					       (select sum(total_price) from cart_order o where o.run_id = c.run_id and o.line = c.line) as price
					  from cart c where run_id = (select max(run_id) from cart)""")
			.query((row) -> {
				carts.put(row.getString("cart"), new CartRow(row.getString("outcome"), row.getInt("attempts"),
						row.getString("lines"), row.getBigDecimal("price"), row.getString("error_description")));
			});
		return carts;
	}

	record CartRow(String outcome, int attempts, String lines, @Nullable BigDecimal price,
			@Nullable String description) {
	}

	/** The lines of a cart's orders in truth, in the words of {@link CartRow#lines}. */
	static String lines(CartTruth truth) {
		StringBuilder lines = new StringBuilder();
		for (CartTruth.OrderTruth order : truth.orders()) {
			for (CartTruth.LineTruth line : order.lines()) {
				String subscription = line.subscriptionId();
				lines.append(lines.isEmpty() ? "" : "; ")
					.append(order.orderId())
					.append(' ')
					.append(line.lineItemNumber())
					.append(' ')
					.append(line.offerId())
					.append(' ')
					.append((subscription != null) ? subscription.toLowerCase(Locale.ROOT) : "-")
					.append(' ')
					.append(line.state());
			}
		}
		return lines.toString();
	}

	@Override
	public void close() {
		this.simulator.close();
		this.database.close();
	}

}
