package dev.bulkcheckout.ledger;

import java.time.Duration;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which process of {@code serve} runs a job of which partner tenant: one at a time. It
 * keeps two jobs from asking past each other's pace and guards nothing else, so it needs
 * no token. All times are the database's own.
 */
public class TenantLeases {

	private final JdbcClient jdbc;

	private final Duration life;

	/**
	 * Works on the given database.
	 * @param life how long a holder that is not heard of keeps its lease
	 */
	public TenantLeases(JdbcClient jdbc, Duration life) {
		this.jdbc = jdbc;
		this.life = life;
	}

	/**
	 * How long a holder that is not heard of keeps its lease.
	 */
	public Duration life() {
		return this.life;
	}

	/**
	 * Takes the lease if nobody else holds it, or says that its holder lives.
	 * @return whether it is the given holder's now
	 */
	public boolean hold(String tenant, String holder) {
		return this.jdbc.sql("""
				insert into tenant_lease (tenant, holder, heartbeat_at) values (:tenant, :holder, now())
				    on conflict (tenant) do update set holder = excluded.holder, heartbeat_at = now()
				 where tenant_lease.holder = excluded.holder
				    or tenant_lease.heartbeat_at < now() - make_interval(secs => :life)""")
			.param("tenant", tenant)
			.param("holder", holder)
			.param("life", this.life.toMillis() / 1000.0)
			.update() == 1;
	}

	/**
	 * Gives the lease back.
	 */
	public void release(String tenant, String holder) {
		this.jdbc.sql("delete from tenant_lease where tenant = :tenant and holder = :holder")
			.param("tenant", tenant)
			.param("holder", holder)
			.update();
	}

}
