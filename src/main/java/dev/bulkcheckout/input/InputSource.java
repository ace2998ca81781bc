package dev.bulkcheckout.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Opens an input file, or says in an operator's words why that is impossible.
 */
final class InputSource {

	private InputSource() {
	}

	static InputStream open(Path file) {
		if (Files.isDirectory(file)) {
			throw new UnusableInputException(file, "it is a directory; name the CSV file in it");
		}
		try {
			if (Files.exists(file) && !Files.isRegularFile(file)) {
				// it is read twice, once for its digest: a pipe cannot be
				throw new UnusableInputException(file, "it is not a regular file; write the CSV to a file first");
			}
			InputStream in = Files.newInputStream(file);
			if (Files.size(file) == 0) {
				in.close();
				throw new UnusableInputException(file, "it is empty");
			}
			return in;
		}
		catch (IOException ex) {
			throw unreadable(file, ex);
		}
	}

	static UnusableInputException unreadable(Path file, IOException failure) {
		String problem = switch (failure) {
			case NoSuchFileException missing -> "there is no such file";
			case AccessDeniedException denied -> "it cannot be read: permission denied";
			default -> "it cannot be read to its end: " + failure;
		};
		return new UnusableInputException(file, problem, failure);
	}

}
