package dev.bulkcheckout.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

import dev.bulkcheckout.ledger.LeaseHolder;

/**
 * This process as other processes can find it, and other processes as this one can.
 */
public final class ThisProcess {

	private static final String HOST = host();

	private ThisProcess() {
	}

	/**
	 * This process as the holder of a lease.
	 */
	public static LeaseHolder asHolder() {
		ProcessHandle self = ProcessHandle.current();
		return new LeaseHolder(HOST, self.pid(), start(self).orElse(null));
	}

	/**
	 * A name of this process that no other scheduler on the same database has.
	 */
	public static String schedulerName() {
		return asHolder().words() + ", " + UUID.randomUUID().toString().substring(0, 8);
	}

	/**
	 * Whether a holder is known to be gone: it ran on this machine, in this boot and this
	 * pid namespace, and no process with its pid and start is there.
	 */
	public static boolean isKnownDead(LeaseHolder holder) {
		if (!holder.host().equals(HOST)) {
			return false;
		}
		Optional<ProcessHandle> process = ProcessHandle.of(holder.pid()).filter(ProcessHandle::isAlive);
		if (process.isEmpty()) {
			return true;
		}
		Optional<Instant> start = start(process.get());
		return holder.processStart() != null && start.isPresent() && !start.get().equals(holder.processStart());
	}

	/**
	 * Whether a holder is seen to be there: it runs on this machine.
	 */
	static boolean isKnownAlive(LeaseHolder holder) {
		return holder.host().equals(HOST) && !isKnownDead(holder);
	}

	private static Optional<Instant> start(ProcessHandle process) {
		// PostgreSQL keeps microseconds
		return process.info().startInstant().map((instant) -> instant.truncatedTo(ChronoUnit.MILLIS));
	}

	private static String host() {
		String boot = read(Path.of("/proc/sys/kernel/random/boot_id"));
		String pids = link(Path.of("/proc/self/ns/pid"));
		return (name() + " " + boot + " " + pids).strip();
	}

	private static String name() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "unknown-host";
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static String link(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException | UnsupportedOperationException ex) {
			return "";
		}
	}

}
