package dev.bulkcheckout.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The account that PostgreSQL's programs run under: ours, unless we are root, whom they
 * refuse.
 * <p>
 * Root gets a user namespace, in which root is nobody in particular while the files stay
 * root's. Where the kernel forbids that, as in many containers, the programs run as the
 * owner of the data, or for new data as {@code nobody}.
 *
 * @param prefix goes before every command; empty for an ordinary user
 * @param uid whose the data must be; -1 for ours
 */
record ServerAccount(List<String> prefix, int uid) {

	private static final int ROOT = 0;

	private static final int NOBODY = 65_534;

	private static final int OURS = -1;

	/**
	 * Keeps a copy of the prefix.
	 */
	ServerAccount {
		prefix = List.copyOf(prefix);
	}

	/**
	 * Chooses the account.
	 * @param directory one of ours
	 * @param cluster the data directory, whether or not it is there yet
	 */
	static ServerAccount of(Path directory, Path cluster) throws IOException {
		if (!Files.getFileStore(directory).supportsFileAttributeView("unix") || uidOfThisProcess() != ROOT) {
			return new ServerAccount(List.of(), OURS);
		}
		int owner = Files.exists(cluster) ? uidOf(cluster) : ROOT;
		if (owner != ROOT) {
			return as(owner);
		}
		if (works(List.of("unshare", "-U"))) {
			return new ServerAccount(List.of("unshare", "-U"), OURS);
		}
		if (Files.exists(cluster)) {
			throw new DatabaseUnavailableException(
					"PostgreSQL refuses to run as root, and %s is root's; give it to another user, %s"
						.formatted(cluster, DatabaseUnavailableException.OTHERWISE));
		}
		return as(NOBODY);
	}

	private static ServerAccount as(int uid) {
		List<String> prefix = List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups");
		if (!works(prefix)) {
			throw new DatabaseUnavailableException("PostgreSQL refuses to run as root, and neither unshare nor setpriv"
					+ " can give it another account here; run as an ordinary user, "
					+ DatabaseUnavailableException.OTHERWISE);
		}
		return new ServerAccount(prefix, uid);
	}

	private static boolean works(List<String> prefix) {
		List<String> command = new ArrayList<>(prefix);
		command.add("true");
		try {
			return Command.run(command).succeeded();
		}
		catch (DatabaseUnavailableException ex) {
			return false;
		}
	}

	private static int uidOfThisProcess() throws IOException {
		Path self = Path.of("/proc/self");
		return Files.exists(self) ? uidOf(self) : "root".equals(System.getProperty("user.name")) ? ROOT : OURS;
	}

	private static int uidOf(Path path) throws IOException {
		return (Integer) Files.getAttribute(path, "unix:uid");
	}

	/**
	 * Gives a file or directory to the account.
	 */
	void own(Path path) throws IOException {
		if (this.uid != OURS) {
			Files.setAttribute(path, "unix:uid", this.uid);
		}
	}

	/**
	 * Runs one of PostgreSQL's programs.
	 */
	Command run(Path program, List<String> arguments) {
		List<String> command = new ArrayList<>(this.prefix);
		command.add(program.toString());
		command.addAll(arguments);
		return Command.run(command);
	}

}
