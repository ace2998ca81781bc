package dev.bulkcheckout.run;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.LeaseHolder;
import dev.bulkcheckout.ledger.LeaseStanding;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.cart.RunId;

/**
 * Claims a run for this process, if no living process works on it.
 */
final class RunClaims {

	private static final Logger logger = LoggerFactory.getLogger(RunClaims.class);

	private static final Duration LOOK = Duration.ofMillis(250);

	private final Leases leases;

	private final LeaseHolder self = ThisProcess.asHolder();

	private final Consumer<String> say;

	RunClaims(Leases leases, Consumer<String> say) {
		this.leases = leases;
		this.say = say;
	}

	/**
	 * Takes the lease. If somebody holds it, waits until that somebody is heard of, which
	 * is a matter of seconds, or known to be dead.
	 * @return empty if a living process works on the run
	 */
	Optional<Lease> claim(RunId run) throws InterruptedException {
		LeaseStanding before = this.leases.standing(run);
		boolean said = false;
		while (true) {
			Optional<Lease> lease = take(run);
			if (lease.isPresent()) {
				return lease;
			}
			LeaseStanding now = this.leases.standing(run);
			if (now.isHeld() && isHeardOf(before, now)) {
				return Optional.empty();
			}
			if (!said) {
				said = true;
				this.say.accept(run + " was worked on by " + words(now) + ": waiting up to "
						+ this.leases.life().toSeconds() + " s to see whether it still is");
			}
			Thread.sleep(LOOK);
		}
	}

	/**
	 * Where the lease stands if another process of this machine is seen to work on the
	 * run; empty if that is not so, or would have to be waited for.
	 */
	Optional<LeaseStanding> neighbour(RunId run) {
		LeaseStanding standing = this.leases.standing(run);
		LeaseHolder holder = standing.holder();
		boolean seen = standing.isHeld() && holder != null && !holder.equals(this.self)
				&& ThisProcess.isKnownAlive(holder);
		return seen ? Optional.of(standing) : Optional.empty();
	}

	/**
	 * Takes the lease if that needs no waiting.
	 */
	Optional<Lease> take(RunId run) {
		Optional<Lease> lease = this.leases.acquire(run, this.self);
		if (lease.isPresent()) {
			return taken(lease);
		}
		LeaseStanding standing = this.leases.standing(run);
		LeaseHolder holder = standing.holder();
		if (holder != null && ThisProcess.isKnownDead(holder)) {
			return taken(this.leases.takeOver(run, this.self, standing.token()));
		}
		return Optional.empty();
	}

	private static Optional<Lease> taken(Optional<Lease> lease) {
		lease.ifPresent((held) -> logger.atInfo()
			.addKeyValue("event", "LEASE_TAKEN")
			.addKeyValue("run", held.run().value())
			.log("this process holds the run"));
		return lease;
	}

	private static boolean isHeardOf(LeaseStanding before, LeaseStanding now) {
		return before.token() != now.token() || !Objects.equals(before.heartbeatAt(), now.heartbeatAt());
	}

	static String words(LeaseStanding standing) {
		LeaseHolder holder = standing.holder();
		if (holder == null) {
			return "nobody";
		}
		return "process " + holder.pid() + " on " + holder.hostName() + " (last heard of at " + standing.heartbeatAt()
				+ ")";
	}

}
