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
 * Sees to it that one job or action at a time asks for a partner tenant, in this process
 * and in others.
 */
final class Tenants implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Tenants.class);

	private final TenantLeases leases;

	private final String process;

	private final Set<Held> held = ConcurrentHashMap.newKeySet();

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
	 * Takes the tenant of a job, if nobody else has it.
	 * @param who works for it: a job's name, or an action's
	 */
	boolean hold(JobSettings job, String who) {
		Held wanted = new Held(job.tenant(), holder(who));
		boolean holds = this.leases.hold(wanted.tenant(), wanted.holder());
		if (holds) {
			this.held.add(wanted);
		}
		return holds;
	}

	private void renew(Held held) {
		try {
			this.leases.hold(held.tenant(), held.holder());
		}
		catch (DataAccessException ex) {
			logger.debug("{} is renewed later", held, ex);
		}
	}

	void release(JobSettings job, String who) {
		Held held = new Held(job.tenant(), holder(who));
		this.held.remove(held);
		try {
			this.leases.release(held.tenant(), held.holder());
		}
		catch (DataAccessException ex) {
			logger.debug("{} is free after a while", held, ex);
		}
	}

	private String holder(String who) {
		return this.process + ", " + who;
	}

	private record Held(String tenant, String holder) {
	}

	@Override
	public void close() {
		this.heartbeat.shutdownNow();
	}

}
