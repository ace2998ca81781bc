package dev.bulkcheckout.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import dev.bulkcheckout.cart.Cart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * In the files below {@code A}, {@code B} … stand for a GUID that begins so, and the test
 * bytes are ISO 8859-1, so that any byte can be written.
 */
class CartFileTests {

	private static final String TOO_LONG = "x".repeat(10 * 1024 * 1024);

	private static final String UMLAUT = "A,\u00E4";

	private final Path directory;

	CartFileTests(@TempDir Path directory) {
		this.directory = directory;
	}

	static Stream<Arguments> files() {
		return Stream.of(arguments("no header", "A,B\nC,D\n", "1 cart ab, 2 cart cd"),
				arguments("no final line end", "A,B\nC,D", "1 cart ab, 2 cart cd"),
				arguments("CRLF", "A,B\r\nC,D\r\n", "1 cart ab, 2 cart cd"),
				arguments("CR CR LF, as some tools write", "customer-id,cart-id\r\r\nA,B\r\r\n", "2 cart ab"),
				arguments("header", "customer-id,cart-id\nA,B\n", "2 cart ab"),
				arguments("header, other order", "cart-id,customer-id\nA,B\n", "2 cart ba"),
				arguments("header, other spelling", "Customer_ID,cartId\nA,B\n", "2 cart ab"),
				arguments("header with blanks and quotes", " \"customer id\" , \"CART-ID\" \nA,B\n", "2 cart ab"),
				arguments("header among others", "note,customerId,price,cart_id\n'=x,A,1,B\n", "2 cart ab"),
				arguments("header over two lines", "customer-id,cart-id,\"note\n(ours)\"\nA,B,x\n", "3 cart ab"),
				arguments("header not UTF-8", "customer-id,cart-id,Gr\u00F6\u00DFe\nA,B,x\n", "2 cart ab"),
				arguments("semicolon", "customer-id;cart-id;note\nA;B;x,y\n", "2 cart ab"),
				arguments("semicolon, commas in the header", "customer-id;cart-id;a,b,c,d,e\nA;B;x,y\n", "2 cart ab"),
				arguments("semicolon, no header", "A;B\nC;D\n", "1 cart ab, 2 cart cd"),
				arguments("tab", "customer-id\tcart-id\nA\tB\n", "2 cart ab"),
				arguments("tab, no header", "A\tB\n", "1 cart ab"),
				arguments("byte order mark", "\u00EF\u00BB\u00BFcustomer-id,cart-id\nA,B\n", "2 cart ab"),
				arguments("byte order mark, no header", "\u00EF\u00BB\u00BFA,B\n", "1 cart ab"),
				arguments("quotes", "\"A\",\"B\"\n", "1 cart ab"),
				arguments("blanks around", " A ,\tB  \n", "1 cart ab"),
				arguments("blanks inside and outside quotes", "\" A \" , \" B \"\n", "1 cart ab"),
				arguments("no-break space", "A\u00C2\u00A0,B\n", "1 cart ab"),
				arguments("quoted delimiter and quote", "customer-id,cart-id,n\nA,B,\"x,\"\"y\"\"\"\n", "2 cart ab"),
				arguments("quote inside a cell", "customer-id,cart-id,n\nA,B,19\" screen\n", "2 cart ab"),
				arguments("quoted line ends", "customer-id,cart-id,n\nA,B,\"x\r\n\r\ny\"\nC,D,z\n",
						"2 cart ab, 5 cart cd"),
				arguments("quoted line ends in front", "n,m,customer-id,cart-id\n\"x\ny\",m,A,B\nz,m,C,D\n",
						"2 quotes unbalanced, 3 cart ab, 4 cart cd"),
				arguments("quoted line ends around", "n,customer-id,cart-id,m\n\"x\ny\",A,B,\"x\ny\"\nz,C,D,\n",
						"2 cart ab, 5 cart cd"),
				arguments("lone CR in another column", "customer-id,cart-id,n\nA,B,x\ry\nC,D,z\n",
						"2 cart ab, 3 cart cd"),
				arguments("NUL in another column", "customer-id,cart-id,n\nA,B,x\0y\n", "2 cart ab"),
				arguments("same cart twice", "A,B\nA,B\n", "1 cart ab, 2 cart ab"),
				// rows that are refused
				arguments("no GUID", "A,B\nA,x\nx,B\nC,D\n",
						"1 cart ab, 2 cart-id is not a GUID: \"x\", 3 customer-id is not a GUID: \"x\", 4 cart cd"),
				arguments("first row no GUID", "A,x\nC,D\n", "1 cart-id is not a GUID: \"x\", 2 cart cd"),
				arguments("GUID with braces", "A,{B}\n",
						"1 cart-id is not a GUID: \"{bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb}\""),
				arguments("CR in a GUID", "customer-id,cart-id\nA,B\rB\n",
						"2 cart-id is not a GUID: \"bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb bbbbbbbb-bbbb-4bbb-8bb…\""),
				arguments("NUL in a GUID", "A,B\nA,B\0\n",
						"1 cart ab, 2 cart-id is not a GUID: \"bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb␀\""),
				arguments("empty cells", "A,B\n,B\nA,\n", "1 cart ab, 2 customer-id is empty, 3 cart-id is empty"),
				arguments("missing column", "A,B\nA\nC,D\n",
						"1 cart ab, 2 missing column: the row has 1, a file without a header has 2, 3 cart cd"),
				arguments("missing column under a header", "customer-id,cart-id,n\nA,B\n",
						"2 missing column: the row has 2, the header names 3"),
				arguments("too many columns", "customer-id,cart-id\nA,B,x\nC,D\n",
						"2 too many columns: the row has 3, the header names 2, 3 cart cd"),
				arguments("three columns without a header", "A,B,x\n",
						"1 too many columns: the row has 3, a file without a header has 2"),
				arguments("empty lines", "A,B\n\n \r\nC,D\n\n",
						"1 cart ab, 2 empty line, 3 empty line, 4 cart cd, 5 empty line"),
				arguments("empty first line", "\ncart-id,customer-id\nA,B\n", "1 empty line, 3 cart ba"),
				arguments("not UTF-8", "A,B\nA,\u00E4\nC,D\n",
						"1 cart ab, 2 not UTF-8: byte 0xE4 at position 38, 3 cart cd"),
				arguments("not UTF-8 in another column", "customer-id,cart-id,n\nA,B,\u00FC\nC,D,\n",
						"2 not UTF-8: byte 0xFC at position 75, 3 cart cd"),
				arguments("not UTF-8 in the first row", "A,\u00E4\nC,D\n",
						"1 not UTF-8: byte 0xE4 at position 38, 2 cart cd"),
				arguments("UTF-8 cut at the line end", "A,B\nA,\u00C3\nC,D\n",
						"1 cart ab, 2 not UTF-8: byte 0xC3 at position 38, 3 cart cd"),
				arguments("replacement character is UTF-8", "customer-id,cart-id,n\nA,B,\u00EF\u00BF\u00BD\n",
						"2 cart ab"),
				arguments("10 MiB line", "A,B\n" + TOO_LONG + "\nC,D\n",
						"1 cart ab, 2 line longer than 64 KiB: 10485760 bytes, 3 cart cd"),
				arguments("10 MiB line first", TOO_LONG + "\r\nA,B\n",
						"1 line longer than 64 KiB: 10485760 bytes, 2 cart ab"),
				arguments("10 MiB line last", "A,B\n" + TOO_LONG,
						"1 cart ab, 2 line longer than 64 KiB: 10485760 bytes"),
				arguments("line of 64 KiB", "customer-id,cart-id,n\nA,B," + "x".repeat(64 * 1024 - 74) + "\r\n",
						"2 cart ab"),
				arguments("line of 64 KiB and 1", "A,B\n" + "x".repeat(64 * 1024 + 1) + "\r\n",
						"1 cart ab, 2 line longer than 64 KiB: 65537 bytes"),
				// quotes that do not add up
				arguments("quote never closed", "A,B\n\"A,B\nC,D\n", "1 cart ab, 2 quotes unbalanced, 3 cart cd"),
				arguments("quote never closed, last line", "A,B\nA,\"B", "1 cart ab, 2 quotes unbalanced"),
				arguments("quote never closed, first line", "\"A,B\nC,D\n", "1 quotes unbalanced, 2 cart cd"),
				arguments("unclosed quotes in two rows", "customer-id,cart-id,n\nA,B,\"x\nC,D,y\nE,F,z\"\n",
						"2 quotes unbalanced, 3 cart cd, 4 cart ef"),
				arguments("unclosed quote before quoted rows",
						"customer-id,cart-id,n\n\"A\",\"B\",\"x\n\"C\",\"D\",\"y\"\n\"E\",\"F\",\"z\"\n",
						"2 quotes unbalanced, 3 cart cd, 4 cart ef"),
				arguments("unclosed quote before a bad row", "customer-id,cart-id,n\nA,B,\"x\nC,y,z\nD,E,\n",
						"2 quotes unbalanced, 3 cart-id is not a GUID: \"y\", 4 cart de"),
				arguments("text behind a quote", "A,B\n\"A\"x,B\nC,D\n", "1 cart ab, 2 quotes unbalanced, 3 cart cd"),
				arguments("joined row is no cart", "customer-id,cart-id,n\nA,x,\"y\nz\"\nC,D,\n",
						"2 quotes unbalanced, 3 missing column: the row has 1, the header names 3, 4 cart cd"),
				arguments("50 lines in a row", "customer-id,cart-id,n\nA,B,\"x" + "\nx".repeat(49) + "\"\nC,D,\n",
						"2 cart ab, 52 cart cd"),
				arguments("header quote never closed", "customer-id,\"cart-id\nC,D\n",
						"1 quotes unbalanced, 2 cart cd"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("files")
	void rowsComeInTheirOrder(String name, String content, String events) {
		RecordingHandler handler = new RecordingHandler();
		InputSummary summary = CartFile.read(file(content), handler);
		assertThat(String.join(", ", handler.events)).isEqualTo(events);
		assertThat(summary.rejected()).isEqualTo(handler.rejected.size());
		assertThat(summary.carts()).isEqualTo(handler.events.size() - handler.rejected.size());
		assertThat(summary.rows()).isEqualTo(handler.events.size());
	}

	static Stream<Arguments> unusableFiles() {
		return Stream.of(arguments("", "it is empty"), arguments("\u00EF\u00BB\u00BF", "it is empty but for"),
				arguments("customer-id,basket\nA,B\n", "names no column cart-id: found \"customer-id\", \"basket\""),
				arguments("CartId;Name\n", "names no column customer-id: found \"CartId\", \"Name\""),
				arguments("customer,cart\nA,B\n", "naming customer-id and cart-id nor a row of two GUIDs: found"),
				arguments("customer-id,customerId,cart-id\n", "names a column twice"),
				arguments("customer-id,cart-id\rA,B\rC,D\r", "end in CR alone"),
				arguments("\u00FF\u00FEc\0u\0s\0", "UTF-16"), arguments("\u00FE\u00FF\0c\0u\0s", "UTF-16"),
				arguments("c\0u\0s\0t\0o\0m\0e\0r\0", "UTF-16"), arguments("PK\u0003\u0004xyz", "workbook"),
				arguments("\u001F\u008B\u0008xyz", "gzip"), arguments("\u0001\u0002\u0003\u0000\u0004", "binary"));
	}

	@ParameterizedTest
	@MethodSource("unusableFiles")
	void unusableFileIsRefusedByName(String content, String problem) {
		Path file = file(content);
		assertThatExceptionOfType(UnusableInputException.class)
			.isThrownBy(() -> CartFile.read(file, new RecordingHandler()))
			.withMessageContaining(file.toString())
			.withMessageContaining(problem);
	}

	@Test
	void missingFileIsRefused() {
		assertRefused(this.directory.resolve("none.csv"), "there is no such file");
	}

	@Test
	void directoryIsRefused() {
		assertRefused(this.directory, "it is a directory");
	}

	@Test
	void fileThatMayNotBeReadIsRefused() throws IOException {
		Path file = file("A,B\n");
		Files.setPosixFilePermissions(file, Set.of());
		assumeFalse(Files.isReadable(file), "this user may read every file");
		assertRefused(file, "permission denied");
	}

	@Test
	void deviceIsRefused() {
		Path device = Path.of("/dev/null");
		assumeTrue(Files.exists(device));
		assertRefused(device, "not a regular file");
	}

	private static void assertRefused(Path file, String problem) {
		assertThatExceptionOfType(UnusableInputException.class)
			.isThrownBy(() -> CartFile.read(file, new RecordingHandler()))
			.withMessageContaining(file.toString())
			.withMessageContaining(problem);
		assertThatExceptionOfType(UnusableInputException.class).isThrownBy(() -> InputDigest.sha256(file))
			.withMessageContaining(problem);
	}

	@Test
	void rejectedRowIsFitForPeopleAndTables() {
		RecordingHandler handler = new RecordingHandler();
		CartFile.read(file("A,B\nA,x\0\u0007\u007F\u00C2\u0085\u00E2\u0080\u00AE\rz\n" + UMLAUT + "\nA\tB\n"), handler);
		assertThat(handler.rejected).extracting(RejectedRow::row)
			.containsExactly(guid('A') + ",x␀␇␡\\u{85}\\u{202E}␍z", guid('A') + ",\uFFFD",
					guid('A') + "\t" + guid('B'));
	}

	@Test
	void longRejectedRowIsCut() {
		RecordingHandler handler = new RecordingHandler();
		String row = "x".repeat(998)
				+ new String("\uD83D\uDE00\uD83D\uDE00".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
		CartFile.read(file("A,B\n" + row + "\n" + "y".repeat(1_000) + "\n"), handler);
		assertThat(handler.rejected).extracting(RejectedRow::row)
			.containsExactly("x".repeat(998) + "…", "y".repeat(1_000));
	}

	@Test
	void idsAreKeptAsReceived() {
		CartRowHandler handler = new RecordingHandler() {
			@Override
			public void cart(long line, Cart cart) {
				this.events.add(cart.customer() + "/" + cart.id());
			}
		};
		CartFile.read(file("customer-id,cart-id\n" + guid('A').toUpperCase(Locale.ROOT) + ",B\n"), handler);
		assertThat(((RecordingHandler) handler).events)
			.isEqualTo(List.of("AAAAAAAA-AAAA-4AAA-8AAA-AAAAAAAAAAAA/" + guid('B')));
	}

	@Test
	void digestIsThatOfTheBytes() {
		Path file = file("\u00EF\u00BB\u00BFcustomer-id,cart-id\r\nA,B");
		String sha256 = InputDigest.sha256(file);
		// as sha256sum prints it
		assertThat(sha256).isEqualTo("f3d7bb257ead30bc615791f901b0b2fc01d73ac5f725e373f4cfb40b4f4ebb2a");
		assertThat(CartFile.read(file, sha256, new RecordingHandler()).sha256()).isEqualTo(sha256);
	}

	@Test
	void fileThatChangedMeanwhileIsRefused() throws IOException {
		Path file = file("A,B\n");
		String before = InputDigest.sha256(file);
		Files.writeString(file, guid('C') + "," + guid('D') + "\n");
		assertThatExceptionOfType(UnusableInputException.class)
			.isThrownBy(() -> CartFile.read(file, before, new RecordingHandler()))
			.withMessageContaining("changed while it was being read");
	}

	@Test
	void whatTheHandlerThrowsReachesTheCaller() {
		RecordingHandler handler = new RecordingHandler() {
			@Override
			public void cart(long line, Cart cart) {
				throw new IllegalStateException("no more");
			}
		};
		assertThatIllegalStateException().isThrownBy(() -> CartFile.read(file("A,B\n"), handler))
			.withMessage("no more");
	}

	@Test
	void sampleOfBadRowsHasOneOfEachKind() {
		RecordingHandler handler = new RecordingHandler();
		CartFile.read(Path.of("sample-input/bad-rows.csv"), new RepeatsRefused(handler));
		assertThat(handler.events.stream().map((event) -> event.replaceFirst(":.*", ""))).containsExactly("2 cart 2c",
				"5 customer-id is not a GUID", "6 cart-id is not a GUID", "7 cart-id is empty", "8 missing column",
				"9 too many columns", "10 empty line", "11 repeats the cart of line 2", "12 repeats the cart of line 2",
				"13 quotes unbalanced", "14 not UTF-8", "15 cart 2d");
	}

	private Path file(String content) {
		StringBuilder text = new StringBuilder();
		// only letters that are a whole cell stand for a GUID
		for (int i = 0; i < content.length(); i++) {
			char letter = content.charAt(i);
			boolean alone = (i == 0 || !isWord(content.charAt(i - 1)))
					&& (i + 1 == content.length() || !isWord(content.charAt(i + 1)));
			text.append((letter >= 'A' && letter <= 'F' && alone) ? guid(letter) : String.valueOf(letter));
		}
		try {
			return Files.write(this.directory.resolve("carts.csv"),
					text.toString().getBytes(StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isWord(char letter) {
		return (letter < 0x80 && Character.isLetter(letter)) || letter == '-';
	}

	private static String guid(char letter) {
		return "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replace('x', Character.toLowerCase(letter));
	}

}
