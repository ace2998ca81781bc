package dev.bulkcheckout.partnercenter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies leniently: the bytes are UTF-8 whatever the header says, one wrong byte
 * does not cost an order id, and a byte order mark is stripped, because the capture on
 * "Check out a cart" (read 2026-11) has a stray character before its first brace.
 */
final class BodyReader {

	static final int MAX_BYTES = 8 * 1024 * 1024;

	/**
	 * A real token has hundreds of characters. A short one, of a rehearsal, could be a
	 * word of the answer.
	 */
	private static final int SHORTEST_SECRET = 20;

	/** The byte order mark and other blanks that strict JSON refuses, and a stray NUL. */
	private static final String BLANKS = " \t\r\n\f\uFEFF\u200B\u00A0\u0000";

	private final Duration patience;

	/**
	 * @param patience how long a body may take from its first byte to its last; the
	 * socket's own time-out starts anew with every byte
	 */
	BodyReader(Duration patience) {
		this.patience = patience;
	}

	/**
	 * Reads a body to its end or to the limit.
	 * @param secret never shown, whoever echoes it
	 * @return with a fault if something of it may be left on the connection
	 * @throws IOException if the connection failed before the end
	 */
	Body read(@Nullable HttpEntity entity, HttpMessage headers, String secret) throws IOException {
		byte[] bytes;
		try {
			bytes = (entity != null) ? bytes(entity, isGzip(headers)) : new byte[0];
		}
		catch (ZipException ex) {
			return new Body("", "it says gzip and is not");
		}
		if (bytes.length > MAX_BYTES) {
			return new Body("", "it is larger than 8 MiB");
		}
		String text = strip(new String(bytes, StandardCharsets.UTF_8));
		if (secret.length() >= SHORTEST_SECRET) {
			text = text.replace(secret, "[token]");
		}
		return new Body(text, null);
	}

	private byte[] bytes(HttpEntity entity, boolean gzip) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		long end = System.nanoTime() + this.patience.toNanos();
		InputStream content = entity.getContent();
		// an empty body has no gzip header either
		byte[] first = content.readNBytes(1);
		if (first.length == 0) {
			return first;
		}
		InputStream whole = new SequenceInputStream(new ByteArrayInputStream(first), content);
		InputStream in = gzip ? new GZIPInputStream(whole) : whole;
		byte[] buffer = new byte[8192];
		for (int read = in.read(buffer); read >= 0 && bytes.size() <= MAX_BYTES; read = in.read(buffer)) {
			bytes.write(buffer, 0, read);
			if (System.nanoTime() - end > 0) {
				throw new SocketTimeoutException("body too slow");
			}
		}
		return bytes.toByteArray();
	}

	private static boolean isGzip(HttpMessage headers) {
		Header encoding = headers.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
		String value = (encoding != null && encoding.getValue() != null) ? encoding.getValue().strip() : "";
		return value.equalsIgnoreCase("gzip") || value.equalsIgnoreCase("x-gzip");
	}

	private static String strip(String text) {
		int start = 0;
		int end = text.length();
		while (start < end && BLANKS.indexOf(text.charAt(start)) >= 0) {
			start++;
		}
		while (end > start && BLANKS.indexOf(text.charAt(end - 1)) >= 0) {
			end--;
		}
		return text.substring(start, end);
	}

}
