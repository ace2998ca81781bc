package dev.bulkcheckout.input;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What the first bytes of a file tell of its encoding.
 */
final class Encoding {

	private static final int LOOKED_AT = 4096;

	private Encoding() {
	}

	/**
	 * The length of the byte order mark in front of the text, 0 or 3.
	 * @param beginning the file's first bytes
	 * @throws UnusableInputException if the file is no text, or not in UTF-8
	 */
	static int markLength(Path file, byte[] beginning) {
		if (startsWith(beginning, "efbbbf")) {
			if (beginning.length == 3) {
				throw new UnusableInputException(file, "it is empty but for a byte order mark");
			}
			return 3;
		}
		if (startsWith(beginning, "fffe") || startsWith(beginning, "feff")) {
			throw new UnusableInputException(file, "it is UTF-16 text; save it as \"CSV UTF-8\"");
		}
		if (startsWith(beginning, "504b0304") || startsWith(beginning, "d0cf11e0")) {
			throw new UnusableInputException(file, "it is a workbook or an archive; save the sheet as \"CSV UTF-8\"");
		}
		if (startsWith(beginning, "1f8b")) {
			throw new UnusableInputException(file, "it is compressed with gzip; decompress it first");
		}
		if (isMostlyBinary(beginning)) {
			throw new UnusableInputException(file, "it is binary or UTF-16, not UTF-8 text; save it as \"CSV UTF-8\"");
		}
		return 0;
	}

	private static boolean startsWith(byte[] beginning, String hex) {
		byte[] mark = HexFormat.of().parseHex(hex);
		return beginning.length >= mark.length && Arrays.equals(beginning, 0, mark.length, mark, 0, mark.length);
	}

	/**
	 * A stray control character is a matter of its row; one in ten is none of a text.
	 */
	private static boolean isMostlyBinary(byte[] beginning) {
		String start = new String(beginning, 0, Math.min(beginning.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
		long controls = start.chars().filter((c) -> c < ' ' && c != '\t' && c != '\n' && c != '\r').count();
		return controls * 10 > start.length();
	}

}
