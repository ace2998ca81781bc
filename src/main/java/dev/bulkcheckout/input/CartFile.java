package dev.bulkcheckout.input;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

import dev.bulkcheckout.cart.Sha256;

/**
 * A CSV of carts. Its source, a file, a pipe or standard input, is read once, to its end,
 * into a compressed private copy from which everything else is answered. Not for several
 * threads.
 * <p>
 * The file rule: a row whose two ids cannot be mistaken is a cart; what has no content is
 * no row; anything else is refused with its line and a reason.
 */
public final class CartFile implements Closeable {

	private static final Path STANDARD_INPUT = Path.of("-");

	private final String name;

	private final String place;

	private final String sha256;

	private final FileChannel copy;

	private CartFile(String name, String place, String sha256, FileChannel copy) {
		this.name = name;
		this.place = place;
		this.sha256 = sha256;
		this.copy = copy;
	}

	/**
	 * Reads a source once, to its end.
	 * @param source a file or a pipe; {@code -} is standard input
	 * @throws UnusableInputException if it is not there, is empty, or cannot be read or
	 * copied
	 */
	public static CartFile open(Path source) {
		boolean standardInput = source.equals(STANDARD_INPUT);
		String place = standardInput ? "standard input" : source.toString();
		if (Files.isDirectory(source)) {
			throw new UnusableInputException(place, "it is a directory; name the CSV file in it");
		}
		MessageDigest digest = Sha256.digest();
		try (InputStream in = standardInput ? System.in : Files.newInputStream(source)) {
			FileChannel copy = copyOf(new DigestInputStream(in, digest));
			String name = Files.isRegularFile(source) ? String.valueOf(source.getFileName()) : place;
			return new CartFile(name, place, HexFormat.of().formatHex(digest.digest()), copy);
		}
		catch (IOException ex) {
			throw unreadable(place, ex);
		}
	}

	/**
	 * Copies to a file that nobody else can read and that is gone when this process is.
	 */
	private static FileChannel copyOf(InputStream in) throws IOException {
		FileChannel copy = FileChannel.open(Files.createTempFile("bulk-checkout-", null), StandardOpenOption.READ,
				StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
		try {
			DeflaterOutputStream out = new DeflaterOutputStream(Channels.newOutputStream(copy),
					new Deflater(Deflater.BEST_SPEED));
			in.transferTo(out);
			out.finish();
			return copy;
		}
		catch (IOException ex) {
			copy.close();
			throw ex;
		}
	}

	private static UnusableInputException unreadable(String place, IOException failure) {
		String problem = switch (failure) {
			case NoSuchFileException missing -> "there is no such file";
			case AccessDeniedException denied -> "permission denied: " + denied.getFile();
			default -> "it cannot be read to its end, or not be copied to %s: %s"
				.formatted(System.getProperty("java.io.tmpdir"), failure);
		};
		return new UnusableInputException(place, problem, failure);
	}

	/**
	 * What lists of runs call it: a file by its name without directories, anything else
	 * by where it came from.
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The SHA-256 of the source's bytes, by which the same input is known: 64 lower-case
	 * hex digits.
	 */
	public String sha256() {
		return this.sha256;
	}

	/**
	 * Hands over all rows in their order, as often as it is asked. Rows of any length and
	 * any number take the same memory.
	 * @throws UnusableInputException if no row can be used; some may have been handed
	 * over before that shows
	 */
	public InputSummary read(CartRowHandler handler) {
		try {
			InputStream in = new BufferedInputStream(
					new InflaterInputStream(Channels.newInputStream(this.copy.position(0))), Encoding.LOOKED_AT);
			return new RowReader(this.place, Encoding.linesOf(this.place, in), handler).readAll();
		}
		catch (IOException ex) {
			throw unreadable(this.place, ex);
		}
	}

	/**
	 * Lets go of the copy.
	 */
	@Override
	public void close() throws IOException {
		this.copy.close();
	}

}
