package dev.bulkcheckout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Classes of the program as Java wants them in memory, as its launcher keeps them: each
 * of the many processes that tests start begins in a third of the time. It is made of
 * jars only, so there is none where the program is not packed.
 */
final class ClassArchive {

	private static final String CLASS_PATH = Objects.requireNonNull(System.getProperty("java.class.path"));

	/** From Java 25 on its classes are linked as well. */
	private static final boolean LINKED = Runtime.version().feature() >= 25;

	/** Made by the first one who asks. */
	private static final class Made {

		private static final List<String> OPTIONS = make();

	}

	private ClassArchive() {
	}

	/**
	 * The options of a Java that runs the program: its class path, and the archive if
	 * there is one.
	 */
	static List<String> options() {
		return isPacked() ? Made.OPTIONS : List.of("-cp", CLASS_PATH);
	}

	private static boolean isPacked() {
		return Path.of(BulkCheckout.class.getProtectionDomain().getCodeSource().getLocation().getPath())
			.toFile()
			.isFile();
	}

	private static List<String> make() {
		String jars = Stream.of(CLASS_PATH.split(":"))
			.filter((entry) -> entry.endsWith(".jar"))
			.collect(Collectors.joining(":"));
		try {
			Path directory = Files.createTempDirectory("class-archive");
			Path archive = directory.resolve("classes.jsa");
			archive.toFile().deleteOnExit();
			Path carts = Files.writeString(directory.resolve("carts.csv"),
					"%s,%s-%012d%n".formatted("00000000-0000-0000-0000-000000000001", CartsCsv.FINE, 1));
			Program.Child rehearsal = new Program(directory, () -> List
				.of((LINKED ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive, "-cp", jars))
				.run("run", carts.toString(), "--simulator");
			if (rehearsal.exitCode() != 0 || !Files.exists(archive)) {
				throw new IllegalStateException("no archive of classes was made: " + rehearsal);
			}
			return List.of((LINKED ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive, "-Xlog:disable",
					"-Xlog:all=error:stderr", "-cp",
					// what tests put into the program comes last
					jars + ":" + CLASS_PATH);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
