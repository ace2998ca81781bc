package dev.bulkcheckout.database;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes a data directory with a password of its own.
 */
final class NewCluster {

	private static final String UNFINISHED = ".unfinished-";

	private static final int PASSWORD_BYTES = 24;

	private final Path directory;

	private final Binaries binaries;

	private final ServerAccount account;

	NewCluster(Path directory, Binaries binaries, ServerAccount account) {
		this.directory = directory;
		this.binaries = binaries;
		this.account = account;
	}

	/**
	 * Makes it, whole or not at all.
	 * @param path where it shall be
	 * @throws DatabaseUnavailableException if PostgreSQL's initdb fails
	 */
	void create(Path path) throws IOException {
		deleteUnfinished();
		// an initdb whose parent was killed may still write to a name of its own
		String own = UNFINISHED + ProcessHandle.current().pid();
		Path unfinished = this.directory.resolve("cluster" + own);
		Path password = this.directory.resolve("password" + own);
		Files.createDirectory(unfinished, permissions("rwx------"));
		Files.createFile(password, permissions("rw-------"));
		Files.writeString(password, newPassword());
		this.account.own(unfinished);
		this.account.own(password);
		Command initdb = this.account.run(this.binaries.program("initdb"),
				List.of("--pgdata=" + unfinished, "--username=" + Cluster.USER, "--pwfile=" + password,
						"--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--data-checksums"));
		if (!initdb.succeeded()) {
			throw new DatabaseUnavailableException(
					"tried to create a database in %s but PostgreSQL's initdb said:%n%s%n%s".formatted(this.directory,
							initdb.output(),
							"mend that, choose another directory, " + DatabaseUnavailableException.OTHERWISE));
		}
		Files.writeString(unfinished.resolve("postgresql.conf"),
				"\ninclude_if_exists '" + Cluster.SETTINGS_FILE + "'\n", StandardOpenOption.APPEND);
		Files.move(password, unfinished.resolve(Cluster.PASSWORD_FILE));
		Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
	}

	private void deleteUnfinished() throws IOException {
		try (DirectoryStream<Path> leftOvers = Files.newDirectoryStream(this.directory,
				"{cluster,password}" + UNFINISHED + "*")) {
			for (Path leftOver : leftOvers) {
				DirectoryTree.delete(leftOver);
			}
		}
		catch (DirectoryNotEmptyException | NoSuchFileException ex) {
			// somebody still works there: the next creation deletes it
		}
	}

	private static FileAttribute<?> permissions(String permissions) {
		return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
	}

	private static String newPassword() {
		byte[] random = new byte[PASSWORD_BYTES];
		new SecureRandom().nextBytes(random);
		return HexFormat.of().formatHex(random);
	}

}
