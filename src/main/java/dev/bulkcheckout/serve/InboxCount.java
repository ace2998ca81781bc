package dev.bulkcheckout.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How many CSVs are in the folders of an inbox.
 *
 * @param waiting not taken yet
 * @param taken being worked on
 * @param done through
 * @param failed refused, or left before their end
 */
public record InboxCount(long waiting, long taken, long done, long failed) {

	/**
	 * Counts; empty if the inbox cannot be read.
	 */
	public static Optional<InboxCount> of(Path inbox) {
		try {
			return Optional.of(new InboxCount(csvsIn(inbox), csvsIn(Inbox.Place.TAKEN.in(inbox)),
					csvsIn(Inbox.Place.DONE.in(inbox)), csvsIn(Inbox.Place.FAILED.in(inbox))));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/** A folder that is not there yet has none, that of the inbox itself must be. */
	private static long csvsIn(Path folder) throws IOException {
		if (!Files.exists(folder) && Files.exists(folder.getParent())) {
			return 0;
		}
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(Inbox::isCsv).count();
		}
	}

}
