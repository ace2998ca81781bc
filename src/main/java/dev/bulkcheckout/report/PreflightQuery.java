package dev.bulkcheckout.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.cart.InspectionVerdict;
import dev.bulkcheckout.cart.RunId;

/**
 * The questions about what was found before anything was bought.
 */
final class PreflightQuery {

	private final JdbcClient jdbc;

	PreflightQuery(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * What was found; null where nothing was looked at.
	 */
	@Nullable PreflightReport of(RunId run) {
		Map<InspectionVerdict, Long> carts = new EnumMap<>(InspectionVerdict.class);
		this.jdbc.sql("select verdict, count(*) as carts from cart_inspection where run_id = :run group by 1")
			.param("run", run.value())
			.query((row) -> {
				carts.put(InspectionVerdict.valueOf(row.getString("verdict")), row.getLong("carts"));
			});
		if (carts.isEmpty()) {
			return null;
		}
		long read = carts.values().stream().mapToLong(Long::longValue).sum();
		return this.jdbc
			.sql("""
					with going as (
					    select c.position, i.expires_at, i.price, i.agreement, i.inspected_at,
					           row_number() over (order by i.expires_at nulls last, c.position) as turn
					      from cart_inspection i join cart c using (run_id, line)
					     where i.run_id = :run and i.verdict = 'WOULD_GO'),
					pace as (
					    select greatest(extract(epoch from max(inspected_at) - min(inspected_at)), 1) / count(*) as seconds
					      from cart_inspection where run_id = :run)
					select count(*) filter (where price is null) as unpriced, min(expires_at) as first,
					       count(*) filter (where expires_at < now() + turn * (select seconds from pace) * interval '1 second') as late,
					       (select count(*) from cart where run_id = :run) as carts,
					       exists (select 1 from cart_inspection where run_id = :run and agreement is not null) as agreements
					  from going""")
			.param("run", run.value())
			.query((row, number) -> {
				OffsetDateTime first = row.getObject("first", OffsetDateTime.class);
				Instant expiry = (first != null) ? first.toInstant() : null;
				return new PreflightReport(carts, row.getLong("carts") - read, money(run), row.getLong("unpriced"),
						reasons(run), row.getLong("late"), expiry, row.getBoolean("agreements"));
			})
			.single();
	}

	private List<Money> money(RunId run) {
		return this.jdbc.sql("""
				select currency_code, sum(price) as price from cart_inspection
				 where run_id = :run and verdict = 'WOULD_GO' and price is not null group by 1 order by 2 desc""")
			.param("run", run.value())
			.query((row, number) -> {
				BigDecimal price = row.getBigDecimal("price");
				return new Money(row.getString("currency_code"), price, List.of());
			})
			.list();
	}

	private List<PreflightReport.Reason> reasons(RunId run) {
		return this.jdbc.sql("""
				with held as (
				    select verdict, count(*) as carts, min(line) as line from cart_inspection
				     where run_id = :run and verdict <> 'WOULD_GO' group by 1)
				select held.*, i.reason, c.customer_id, c.cart_id
				  from held join cart_inspection i on i.run_id = :run and i.line = held.line
				            join cart c on c.run_id = :run and c.line = held.line
				 order by held.carts desc, held.line""")
			.param("run", run.value())
			.query((row, number) -> new PreflightReport.Reason(InspectionVerdict.valueOf(row.getString("verdict")),
					row.getLong("carts"), row.getString("reason"), row.getLong("line"), row.getString("customer_id"),
					row.getString("cart_id")))
			.list();
	}

}
