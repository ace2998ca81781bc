package dev.bulkcheckout.serve;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import dev.bulkcheckout.ledger.TenantLeases;
import dev.bulkcheckout.settings.JobSettings;

/**
 * Sees to it that one job at a time asks for a partner tenant, in this process and in
 * others.
 */
final class Tenants implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Tenants.class);

	private final TenantLeases leases;

	private final String process;

	private final Set<JobSettings> held = ConcurrentHashMap.newKeySet();

	private final ScheduledExecutorService heartbeat = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("tenants").daemon().factory());

	/**
	 * Holds leases for this process.
	 * @param process what others know it by
	 */
	Tenants(TenantLeases leases, String process) {
		this.leases = leases;
		this.process = process;
		long interval = leases.life().dividedBy(8).toMillis();
		Future<?> unused = this.heartbeat.scheduleWithFixedDelay(() -> this.held.forEach(this::renew), interval,
				interval, TimeUnit.MILLISECONDS);
	}

	/**
	 * Takes the tenant of a job, if no other job has it.
	 */
	boolean hold(JobSettings job) {
		boolean holds = this.leases.hold(job.tenant(), holder(job));
		if (holds) {
			this.held.add(job);
		}
		return holds;
	}

	private void renew(JobSettings job) {
		try {
			this.leases.hold(job.tenant(), holder(job));
		}
		catch (DataAccessException ex) {
			logger.debug("the tenant of {} is renewed later", job.name(), ex);
		}
	}

	void release(JobSettings job) {
		this.held.remove(job);
		try {
			this.leases.release(job.tenant(), holder(job));
		}
		catch (DataAccessException ex) {
			logger.debug("the tenant of {} is free after a while", job.name(), ex);
		}
	}

	private String holder(JobSettings job) {
		return this.process + ", " + job.name();
	}

	@Override
	public void close() {
		this.heartbeat.shutdownNow();
	}

}
