package dev.bulkcheckout.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import io.zonky.test.db.postgres.util.ArchUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once from the archive on the class path.
 * <p>
 * zonky's own {@code EmbeddedPostgres} is not used: it cannot share a server between
 * processes, gives up on one that a killed process left behind, trusts every connection,
 * and stops the server in a shutdown hook.
 *
 * @param home with {@code bin}, {@code lib} and {@code share} in it
 */
record Binaries(Path home) {

	private static final int EXECUTABLE = 0100;

	/**
	 * Finds the programs for this machine, and unpacks them unless they are.
	 * @param directory beneath which they are kept
	 * @throws DatabaseUnavailableException if there are none for this machine
	 */
	static Binaries in(Path directory, Consumer<String> say) throws IOException {
		URL archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"),
				Files.exists(Path.of("/etc/alpine-release")));
		Path home = directory.resolve("binaries-" + identity(archive));
		if (!Files.exists(home)) {
			say.accept("unpacking PostgreSQL into " + directory);
			Path unfinished = directory.resolve("binaries.unfinished");
			DirectoryTree.delete(unfinished);
			unpack(archive, unfinished);
			Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
		}
		return new Binaries(home);
	}

	Path program(String name) {
		return this.home.resolve("bin").resolve(name);
	}

	/**
	 * The major version, such as 17.
	 */
	String majorVersion() {
		String version = Command.run(List.of(program("postgres").toString(), "--version")).output();
		return version.replaceFirst("(?s).*?(\\d+).*", "$1");
	}

	static URL archive(String system, String machine, boolean alpine) {
		String platform = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin"
				: system.toLowerCase(Locale.ROOT).replaceFirst(" .*", "");
		String name = "postgres-" + platform + "-" + ArchUtils.normalize(machine);
		List<String> names = new ArrayList<>();
		if (alpine) {
			names.add(name + "-alpine_linux.txz");
		}
		names.add(name + ".txz");
		for (String candidate : names) {
			@Nullable URL found = Binaries.class.getClassLoader().getResource(candidate);
			if (found != null) {
				return found;
			}
		}
		throw new DatabaseUnavailableException(
				"this build has no PostgreSQL for %s on %s; build it on such a machine, %s".formatted(system, machine,
						DatabaseUnavailableException.OTHERWISE));
	}

	/**
	 * Tells one archive from another without reading it.
	 */
	private static String identity(URL archive) throws IOException {
		URLConnection connection = archive.openConnection();
		if (connection instanceof JarURLConnection jar && jar.getJarEntry() != null) {
			return "%08x".formatted(jar.getJarEntry().getCrc());
		}
		return String.valueOf(connection.getContentLengthLong());
	}

	private static void unpack(URL archive, Path target) throws IOException {
		try (InputStream in = archive.openStream();
				TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in)))) {
			for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
				Path path = target.resolve(entry.getName()).normalize();
				if (!path.startsWith(target)) {
					throw new IOException("the archive of PostgreSQL holds " + entry.getName());
				}
				if (entry.isDirectory()) {
					Files.createDirectories(path);
					continue;
				}
				Files.createDirectories(path.resolveSibling("."));
				if (entry.isSymbolicLink()) {
					Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
				}
				else if (entry.isLink()) {
					Files.copy(target.resolve(entry.getLinkName()).normalize(), path,
							StandardCopyOption.COPY_ATTRIBUTES);
				}
				else {
					Files.copy(tar, path);
					if ((entry.getMode() & EXECUTABLE) != 0) {
						path.toFile().setExecutable(true, false);
					}
				}
			}
		}
	}

}
