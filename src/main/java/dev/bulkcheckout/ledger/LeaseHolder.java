package dev.bulkcheckout.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The process that holds a lease, as far as another process can find it.
 *
 * @param host the machine's name, with its boot where that is known: a pid means nothing
 * elsewhere or after a reboot
 * @param pid of the process on that host
 * @param processStart when the process started; a pid is used again
 */
public record LeaseHolder(String host, long pid, @Nullable Instant processStart) {

	/**
	 * The machine's name alone, for people.
	 */
	public String hostName() {
		return this.host.split(" ", 2)[0];
	}

	/**
	 * The machine's name and the pid, for people.
	 */
	public String words() {
		return "%s, pid %d".formatted(hostName(), this.pid);
	}

}
