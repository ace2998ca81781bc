package dev.bulkcheckout.bench;

import dev.bulkcheckout.bench.Bench.Ledger;

/**
 * Former runs, made by statements: copies of the first run with as many carts as wanted.
 */
final class Growth {

	private Growth() {
	}

	/**
	 * Adds runs, each with carts, and for each of these an order of one line.
	 * @param first how many there are already
	 */
	static void fill(Ledger ledger, int first, int runs, int carts) {
		String numbers = "generate_series(%d, %d) n".formatted(first + 1, first + runs);
		execute(ledger, """
				insert into batch_job_instance (job_instance_id, version, job_name, job_key)
				select 1000 + n, 0, 'bulkCheckout', md5(n::text) from %s""".formatted(numbers));
		execute(ledger, """
				insert into run (id, run_key, input_name, input_sha256, options, created_at, staged_at, rows_read, started_at,
				                 checked_out_at, reconciled_at, finished_at, exit_code, carts)
				select 1000 + n, 'former-' || n, input_name, input_sha256, options, created_at - n * interval '1 day',
				       staged_at - n * interval '1 day', %1$d, started_at - n * interval '1 day',
				       checked_out_at - n * interval '1 day', reconciled_at - n * interval '1 day',
				       finished_at - n * interval '1 day', exit_code, %1$d
				  from run, %2$s where id = 1""".formatted(carts, numbers));
		execute(ledger, "insert into run_lease (run_id, token, released_at) select 1000 + n, 1, now() from " + numbers);
		execute(ledger, """
				insert into cart (run_id, line, position, customer_id, cart_id, outcome, attempts, http_status, completed_at)
				select 1000 + n, c, c, 'c0000000-0000-4000-8000-' || lpad((c %% 200)::text, 12, '0'),
				       gen_random_uuid()::text, 'ORDERED', 1, 201, now() - n * interval '1 day'
				  from %s, generate_series(1, %d) c""".formatted(numbers, carts));
		execute(ledger, """
				insert into cart_order (run_id, line, order_id, status, billing_cycle, currency_code, total_price, reads)
				select 1000 + n, c, left(md5(n || '-' || c), 12), 'completed', 'monthly', 'USD', 12.5, 1
				  from %s, generate_series(1, %d) c""".formatted(numbers, carts));
		execute(ledger, """
				insert into order_line_item (cart_order_id, line_item_number, offer_id, friendly_name, quantity,
				                             extended_price, subscription_id, subscription_state)
				select id, 0, 'CFQ7TTC0LH18:0001', 'Microsoft 365', 1, 12.5, gen_random_uuid()::text, 'PROVISIONED'
				  from cart_order where run_id between %d and %d""".formatted(1000 + first + 1, 1000 + first + runs));
		execute(ledger, "analyze");
	}

	private static void execute(Ledger ledger, String sql) {
		ledger.jdbc().sql(sql).update();
	}

}
