package dev.bulkcheckout.report.files;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is there whole or not at all: written beside its place under another name,
 * forced to the disk and then renamed.
 */
final class WholeFile implements Closeable {

	private static final int BUFFER = 1 << 16;

	private final Path place;

	private final Path draft;

	private final FileChannel channel;

	private final Writer writer;

	private WholeFile(Path place, Path draft) throws IOException {
		this.place = place;
		this.draft = draft;
		// not createTempFile: its file would be readable by its owner only
		this.channel = FileChannel.open(draft, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
		lock(this.channel);
		this.writer = new BufferedWriter(
				new OutputStreamWriter(Channels.newOutputStream(this.channel), StandardCharsets.UTF_8), BUFFER);
	}

	/**
	 * Begins a draft of the file, having removed what killed processes left of others.
	 */
	static WholeFile begin(Path place) throws IOException {
		Path directory = place.toAbsolutePath().getParent();
		if (directory == null) {
			throw new IOException("a file system's root is no file");
		}
		String prefix = "." + place.getFileName() + ".";
		removeAbandoned(directory, prefix);
		return new WholeFile(place, directory.resolve(prefix + UUID.randomUUID().toString().substring(0, 8) + ".tmp"));
	}

	/**
	 * Takes UTF-8 text.
	 */
	Writer writer() {
		return this.writer;
	}

	Path place() {
		return this.place;
	}

	/**
	 * Sees to it that all that was written is on the disk.
	 */
	void complete() throws IOException {
		this.writer.flush();
		this.channel.force(true);
	}

	/**
	 * Puts the file in its place, over one that may be there.
	 */
	void publish() throws IOException {
		Files.move(this.draft, this.place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	/**
	 * Ends the writing; a file that was not put in its place is gone.
	 */
	@Override
	public void close() {
		try (this.channel) {
			Files.deleteIfExists(this.draft);
		}
		catch (IOException ex) {
			// the next writer removes it
		}
	}

	/**
	 * Makes the renaming of files in a directory outlast a power failure, where the
	 * system lets a directory be opened at all.
	 */
	static void force(Path directory) {
		try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
			opened.force(true);
		}
		catch (IOException ex) {
			// the files themselves are whole and in place
		}
	}

	private static void removeAbandoned(Path directory, String prefix) throws IOException {
		try (DirectoryStream<Path> drafts = Files.newDirectoryStream(directory, prefix + "*.tmp")) {
			for (Path draft : drafts) {
				if (isAbandoned(draft)) {
					Files.deleteIfExists(draft);
				}
			}
		}
	}

	/** A draft is locked for as long as its writer lives. */
	private static boolean isAbandoned(Path draft) {
		try (FileChannel opened = FileChannel.open(draft, StandardOpenOption.WRITE)) {
			return lock(opened);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static boolean lock(FileChannel channel) {
		try {
			FileLock lock = channel.tryLock();
			return lock != null;
		}
		catch (IOException | OverlappingFileLockException ex) {
			// no locks on this file system, or another thread of ours writes it
			return false;
		}
	}

}
