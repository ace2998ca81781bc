package dev.bulkcheckout.report;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;

/**
 * Asks what a rerun or a restart would ask for, before anybody does.
 */
public class PurchaseQuery {

	private final JdbcClient jdbc;

	/**
	 * Asks the given database.
	 */
	public PurchaseQuery(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * The carts of a run that ended in one of the given ways.
	 */
	public Purchase rerun(RunId run, Set<Outcome> outcomes) {
		return carts(run, "coalesce(outcome, 'NOT_ATTEMPTED') in (:outcomes)",
				Map.of("outcomes", outcomes.stream().map(Enum::name).toList()));
	}

	/**
	 * The carts of a run that have no outcome; none before they are in the ledger.
	 */
	public Purchase restart(RunId run) {
		return carts(run, "outcome is null", Map.of());
	}

	private Purchase carts(RunId run, String condition, Map<String, List<String>> parameters) {
		Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
		Map<String, BigDecimal> money = new HashMap<>();
		long[] unpriced = new long[1];
		this.jdbc.sql("""
				select coalesce(outcome, 'NOT_ATTEMPTED') as outcome, currency_code, count(*) as carts,
				       count(price) as priced, sum(price) as price
				  from cart left join cart_inspection using (run_id, line)
				 where run_id = :run and %s group by 1, 2""".formatted(condition))
			.param("run", run.value())
			.params(parameters)
			.query((row) -> {
				outcomes.merge(Outcome.valueOf(row.getString("outcome")), row.getLong("carts"), Long::sum);
				unpriced[0] += row.getLong("carts") - row.getLong("priced");
				BigDecimal price = row.getBigDecimal("price");
				if (price != null) {
					money.merge(String.valueOf(row.getString("currency_code")), price, BigDecimal::add);
				}
			});
		return new Purchase(outcomes,
				money.entrySet()
					.stream()
					.map((each) -> new Money(each.getKey(), each.getValue(), List.of()))
					.sorted(Comparator.comparing(Money::total).reversed())
					.toList(),
				unpriced[0]);
	}

}
