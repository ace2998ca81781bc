package dev.bulkcheckout.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.HexFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

import dev.bulkcheckout.cart.Sha256;
import dev.bulkcheckout.settings.JobSettings;

/**
 * The CSVs that were uploaded for a job, in {@code uploads} in its inbox, which all
 * processes that serve it see. Each is in a folder that is called by the SHA-256 of its
 * bytes: whole or not there.
 */
public final class Uploads {

	private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

	private static final Pattern UNFIT = Pattern.compile("[^\\p{L}\\p{N} ._+()-]");

	/** Windows takes them for devices, whatever their ending. */
	private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|(com|lpt)[0-9¹²³])\\..*");

	private static final int LONGEST_NAME = 100;

	private final Path inbox;

	private Uploads(Path inbox) {
		this.inbox = inbox;
	}

	/**
	 * Those of a job.
	 */
	public static Uploads of(JobSettings job) {
		return new Uploads(job.inbox());
	}

	/**
	 * A file that is there.
	 *
	 * @param sha256 of its bytes, hex, by which it is found
	 * @param file where it is; its name is for people
	 */
	public record Upload(String sha256, Path file) {

		/**
		 * What it is called.
		 */
		public String name() {
			return this.file.getFileName().toString();
		}
	}

	/**
	 * Stores what comes; the same bytes are stored once, by the name that they came with
	 * first.
	 * @param name as whoever sends it calls it, which says nothing of where it goes
	 * @param largest bytes at the most
	 * @throws UploadTooLargeException if more come
	 * @throws IOException if what comes breaks off or cannot be stored; nothing is left
	 * of it
	 */
	public Upload store(@Nullable String name, InputStream in, long largest) throws IOException {
		Path uploads = Files.createDirectories(folder());
		Path coming = Files.createDirectory(uploads.resolve(".coming-" + UUID.randomUUID()));
		try {
			String file = cleaned(name);
			String sha256 = copy(in, coming.resolve(file), largest);
			move(coming, uploads.resolve(sha256));
			return find(sha256).orElseThrow(() -> new IOException("the folder " + uploads + " lost what it was given"));
		}
		finally {
			FileSystemUtils.deleteRecursively(coming);
		}
	}

	private static String copy(InputStream in, Path target, long largest) throws IOException {
		MessageDigest digest = Sha256.digest();
		long size = 0;
		try (OutputStream out = new DigestOutputStream(Files.newOutputStream(target), digest)) {
			byte[] buffer = new byte[16 * 1024];
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				size += read;
				if (size > largest) {
					throw new UploadTooLargeException(largest);
				}
				out.write(buffer, 0, read);
			}
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	private static void move(Path coming, Path target) throws IOException {
		try {
			Files.move(coming, target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (FileAlreadyExistsException | DirectoryNotEmptyException ex) {
			touch(target);
		}
		catch (IOException ex) {
			if (!Files.isDirectory(target)) {
				throw ex;
			}
			touch(target);
		}
	}

	/**
	 * The same bytes are there; they are as new as those that came.
	 */
	private static void touch(Path folder) throws IOException {
		Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
	}

	/**
	 * The file whose bytes have the given SHA-256.
	 * @param sha256 may be any text, as it came from outside
	 */
	public Optional<Upload> find(String sha256) throws IOException {
		Path uploaded = SHA256.matcher(sha256).matches() ? folder().resolve(sha256) : null;
		if (uploaded == null || !Files.isDirectory(uploaded)) {
			return Optional.empty();
		}
		try (DirectoryStream<Path> files = Files.newDirectoryStream(uploaded, "*.csv")) {
			Iterator<Path> first = files.iterator();
			return first.hasNext() ? Optional.of(new Upload(sha256, first.next())) : Optional.empty();
		}
	}

	/**
	 * Removes files that were stored before the given time, and what an upload left that
	 * broke off then.
	 * @param kept the SHA-256 of those that stay all the same
	 * @param dryRun tells them only
	 * @return the names of the files
	 */
	public List<String> purge(Instant before, Set<String> kept, boolean dryRun) throws IOException {
		List<String> names = new ArrayList<>();
		if (!Files.isDirectory(folder())) {
			return names;
		}
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder())) {
			for (Path old : folders) {
				String sha256 = old.getFileName().toString();
				if (!kept.contains(sha256) && Files.getLastModifiedTime(old).toInstant().isBefore(before)) {
					find(sha256).map(Upload::name).ifPresent(names::add);
					if (!dryRun) {
						FileSystemUtils.deleteRecursively(old);
					}
				}
			}
		}
		return names;
	}

	/**
	 * Where the result files go of a run that an action begins.
	 */
	public Path resultsOf(long action) {
		return this.inbox.resolve("done").resolve("action-" + action + ".results");
	}

	private Path folder() {
		return this.inbox.resolve("uploads");
	}

	/**
	 * A name that is none but a name, on every system.
	 */
	static String cleaned(@Nullable String name) {
		String last = Normalizer.normalize((name != null) ? name : "", Normalizer.Form.NFC)
			.replaceFirst("(?s)^.*[/\\\\]", "");
		String fit = UNFIT.matcher(last)
			.replaceAll("_")
			.strip()
			.replaceFirst("(?i)\\.csv$", "")
			.replaceFirst("^[-. ]+", "");
		String cut = (fit.length() > LONGEST_NAME) ? fit.substring(0, fit.offsetByCodePoints(0, LONGEST_NAME / 2))
				: fit;
		String csv = (cut.isBlank() ? "upload" : cut.strip()) + ".csv";
		return DEVICE.matcher(csv).matches() ? "_" + csv : csv;
	}

}
