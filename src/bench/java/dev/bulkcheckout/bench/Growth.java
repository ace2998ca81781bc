package dev.bulkcheckout.bench;

import dev.bulkcheckout.bench.Bench.Ledger;

/**
 * Former runs, made by statements: copies of the first run with as many carts as wanted.
 */
final class Growth {

	private Growth() {
	}

	static void fill(Ledger ledger, int runs, int carts) {
		execute(ledger, """
				insert into batch_job_instance (job_instance_id, version, job_name, job_key)
				select 1000 + n, 0, 'bulkCheckout', md5(n::text) from generate_series(1, %d) n""".formatted(runs));
		execute(ledger, """
				insert into run (id, run_key, input_name, input_sha256, options, created_at, staged_at, rows_read, started_at,
				                 checked_out_at, reconciled_at, finished_at, exit_code, carts)
				select 1000 + n, 'former-' || n, input_name, input_sha256, options, created_at - n * interval '1 day',
				       staged_at - n * interval '1 day', %2$d, started_at - n * interval '1 day',
				       checked_out_at - n * interval '1 day', reconciled_at - n * interval '1 day',
				       finished_at - n * interval '1 day', exit_code, %2$d
				  from run, generate_series(1, %1$d) n where id = 1""".formatted(runs, carts));
		execute(ledger, """
				insert into run_lease (run_id, token, released_at) select 1000 + n, 1, now() from generate_series(1, %d) n"""
			.formatted(runs));
		execute(ledger, """
				insert into cart (run_id, line, position, customer_id, cart_id, outcome, attempts, http_status, completed_at)
				select 1000 + n, c, c, 'c0000000-0000-4000-8000-' || lpad((c %% 200)::text, 12, '0'),
				       gen_random_uuid()::text, 'ORDERED', 1, 201, now() - n * interval '1 day'
				  from generate_series(1, %d) n, generate_series(1, %d) c""".formatted(runs, carts));
		execute(ledger, "analyze");
	}

	private static void execute(Ledger ledger, String sql) {
		ledger.jdbc().sql(sql).update();
	}

}
