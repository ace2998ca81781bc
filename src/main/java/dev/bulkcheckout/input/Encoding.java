package dev.bulkcheckout.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a source's first bytes tell of its encoding and line ends.
 */
final class Encoding {

	/** How many first bytes are looked at. */
	static final int LOOKED_AT = 1 << 16;

	private static final Pattern LITTLE_ENDIAN = Pattern.compile("(?s)\u00FF\u00FE.*|(?:[\\x01-\\x7F]\\x00){4}.*");

	private static final Pattern BIG_ENDIAN = Pattern.compile("(?s)\u00FE\u00FF.*|(?:\\x00[\\x01-\\x7F]){4}.*");

	private Encoding() {
	}

	/**
	 * Takes a source apart into lines: UTF-16 by its mark or its zeros, anything else
	 * line by line. A source without LF has lines that end in CR.
	 * @param in supports {@code mark}
	 * @throws UnusableInputException if it is no text
	 */
	static Lines linesOf(String place, InputStream in) throws IOException {
		in.mark(LOOKED_AT);
		String beginning = new String(in.readNBytes(LOOKED_AT), StandardCharsets.ISO_8859_1);
		in.reset();
		Charset charset = charset(beginning);
		String problem = problem(beginning, charset);
		if (problem != null) {
			throw new UnusableInputException(place, problem);
		}
		boolean endsInCr = beginning.indexOf('\r') >= 0 && beginning.indexOf('\n') < 0;
		return new Lines(new InputStreamReader(in, charset), charset == StandardCharsets.ISO_8859_1,
				endsInCr ? '\r' : '\n');
	}

	/** ISO 8859-1 stands for bytes as they are. */
	private static Charset charset(String beginning) {
		if (LITTLE_ENDIAN.matcher(beginning).matches()) {
			return StandardCharsets.UTF_16LE;
		}
		return BIG_ENDIAN.matcher(beginning).matches() ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1;
	}

	private static @Nullable String problem(String beginning, Charset charset) {
		if (beginning.startsWith("PK\u0003\u0004") || beginning.startsWith("\u00D0\u00CF\u0011\u00E0")) {
			return "it is a workbook or an archive; save the sheet as \"CSV UTF-8\"";
		}
		if (beginning.startsWith("\u001F\u008B")) {
			return "it is compressed with gzip; decompress it first";
		}
		// a stray control character is a matter of its row; one in ten is none of a text.
		// NUL comes with lines of UTF-16
		// that were added to a file of another encoding
		long controls = beginning.chars()
			.filter((c) -> c < ' ' && c != 0 && c != '\t' && c != '\n' && c != '\r')
			.count();
		return (charset == StandardCharsets.ISO_8859_1 && controls * 10 > beginning.length())
				? "it is binary, not text; save it as \"CSV UTF-8\"" : null;
	}

}
