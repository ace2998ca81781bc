package dev.bulkcheckout.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What PostgreSQL writes down; this start and the one before are kept.
 *
 * @param path of the file
 */
record ServerLog(Path path) {

	private static final int LINES = 20;

	/**
	 * Puts the former log aside.
	 */
	void beginAnew() throws IOException {
		if (Files.exists(this.path)) {
			Files.move(this.path, this.path.resolveSibling(this.path.getFileName() + ".1"),
					StandardCopyOption.REPLACE_EXISTING);
		}
	}

	/**
	 * The last lines, for people; empty if nothing was written.
	 */
	String tail() throws IOException {
		if (!Files.exists(this.path)) {
			return "";
		}
		List<String> lines = Files.readAllLines(this.path, StandardCharsets.ISO_8859_1);
		return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
	}

}
