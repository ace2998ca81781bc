package dev.bulkcheckout.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

/**
 * A folder that CSVs come to. A file is whole once two looks at it, far enough apart, saw
 * the same size and time: whoever writes slowly changes one of them in between, and what
 * is renamed into the folder was whole before. It is then renamed into {@code taken}, and
 * at the end into {@code done} or {@code failed}, with what there is to say beside it.
 */
final class Inbox {

	private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss")
		.withZone(ZoneOffset.UTC);

	private static final String CSV = "(?i).*\\.csv";

	private final Path folder;

	private final Duration unchangedFor;

	private final LongSupplier nanoTime;

	private Map<Path, Seen> seen = Map.of();

	/**
	 * Works on the given folder.
	 * @param unchangedFor how far two looks that saw the same must be apart
	 * @param nanoTime of a clock that nobody sets
	 */
	Inbox(Path folder, Duration unchangedFor, LongSupplier nanoTime) {
		this.folder = folder;
		this.unchangedFor = unchangedFor;
		this.nanoTime = nanoTime;
	}

	/**
	 * Makes the folders that are not there.
	 */
	void prepare() throws IOException {
		for (Place place : Place.values()) {
			Files.createDirectories(of(place));
		}
	}

	private Path of(Place place) {
		return place.in(this.folder);
	}

	/**
	 * Lists files that came; hidden ones and those that are not called {@code .csv} are
	 * left alone.
	 */
	synchronized Listing list() throws IOException {
		long now = this.nanoTime.getAsLong();
		Map<Path, Seen> looked = new HashMap<>();
		List<Path> whole = new ArrayList<>();
		for (Path file : csvsIn(this.folder)) {
			Seen is = Seen.of(file, now);
			if (is == null) {
				continue;
			}
			Seen was = this.seen.get(file);
			Seen since = (was != null && was.isLike(is)) ? was : is;
			looked.put(file, since);
			if (now - since.at() >= this.unchangedFor.toNanos()) {
				whole.add(file);
			}
		}
		this.seen = looked;
		return new Listing(whole, looked.size() - whole.size());
	}

	/**
	 * Files that were taken and have not come to an end.
	 */
	List<Path> taken() throws IOException {
		return csvsIn(of(Place.TAKEN));
	}

	private static List<Path> csvsIn(Path folder) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Inbox::isCsv)) {
			return StreamSupport.stream(files.spliterator(), false).sorted().toList();
		}
	}

	static boolean isCsv(Path file) {
		String name = file.getFileName().toString();
		return !name.startsWith(".") && name.matches(CSV) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * Takes a file out of the writer's reach, under a name that tells when.
	 * @return where it is now
	 */
	Path take(Path file, Instant now) throws IOException {
		String name = STAMP.format(now) + "-" + file.getFileName();
		Path target = of(Place.TAKEN).resolve(name);
		for (int i = 2; Files.exists(target) || Files.exists(of(Place.DONE).resolve(target.getFileName()))
				|| Files.exists(of(Place.FAILED).resolve(target.getFileName())); i++) {
			target = target.resolveSibling(stem(name) + "-" + i + ".csv");
		}
		return Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Has a file without carts taken, for a fire that has nothing but carts of former
	 * runs: no other file has its bytes. Does nothing if it was there before, also if it
	 * has come to an end since.
	 * @param due when the job was due
	 */
	void takeCarriedOver(String job, Instant due) throws IOException {
		if (hasCarriedOver(due)) {
			return;
		}
		Path file = carriedOver(Place.TAKEN, due);
		// not called .csv until it is whole
		Path part = file.resolveSibling(file.getFileName() + ".part");
		Files.writeString(part, "customer-id,cart-id,\"no carts but those that former runs of %s left for %s\"%n"
			.formatted(job.replace("\"", "\"\""), due), StandardCharsets.UTF_8);
		Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Whether that was done.
	 */
	boolean hasCarriedOver(Instant due) {
		return Arrays.stream(Place.values()).anyMatch((place) -> Files.exists(carriedOver(place, due)));
	}

	private Path carriedOver(Place place, Instant due) {
		return of(place).resolve(STAMP.format(due) + "-carried-over.csv");
	}

	/**
	 * Where the result files of a taken file are to go.
	 */
	Path resultsOf(Path taken) {
		return of(Place.DONE).resolve(stem(taken.getFileName().toString()) + ".results");
	}

	/**
	 * Puts a taken file where it ends. A file that another process has put there already
	 * is left as it is.
	 * @param says what there is to say of it, which may name its path; null for nothing
	 */
	void end(Path taken, Place place, @Nullable String says) throws IOException {
		String name = taken.getFileName().toString();
		Path target = of(place).resolve(name);
		if (says != null) {
			Files.writeString(of(place).resolve(stem(name) + ".reason.txt"),
					says.replace(taken.toString(), target.toString()) + System.lineSeparator(), StandardCharsets.UTF_8);
		}
		try {
			Files.move(taken, target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (NoSuchFileException ex) {
			if (!Files.exists(target)) {
				throw ex;
			}
		}
	}

	private static String stem(String name) {
		return name.substring(0, name.length() - ".csv".length());
	}

	/**
	 * Where a file can be.
	 */
	enum Place {

		TAKEN("taken"), DONE("done"), FAILED("failed");

		private final String folder;

		Place(String folder) {
			this.folder = folder;
		}

		Path in(Path inbox) {
			return inbox.resolve(this.folder);
		}

	}

	/**
	 * What there is.
	 *
	 * @param whole files that can be taken, by name
	 * @param unfinished how many are not known to be whole
	 */
	record Listing(List<Path> whole, int unfinished) {
	}

	/**
	 * A file as it looked.
	 *
	 * @param at when it looked so for the first time
	 */
	private record Seen(long size, FileTime modified, @Nullable Object key, long at) {

		static @Nullable Seen of(Path file, long at) throws IOException {
			try {
				BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
				return new Seen(is.size(), is.lastModifiedTime(), is.fileKey(), at);
			}
			catch (NoSuchFileException ex) {
				return null;
			}
		}

		boolean isLike(Seen other) {
			return this.size == other.size && this.modified.equals(other.modified)
					&& Objects.equals(this.key, other.key);
		}
	}

}
