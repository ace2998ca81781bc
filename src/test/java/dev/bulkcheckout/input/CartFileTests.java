package dev.bulkcheckout.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CustomerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
				arguments("CR in a GUID", "customer-id,cart-id\nA,B\rB\n",
						"2 cart-id is not a GUID: \"bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb bbbbbbbb-bbbb-4bbb-8bb…\""
								+ " has 64 of a GUID's 32 digits"),
				arguments("empty cells", "A,B\n,B\nA,\n", "1 cart ab, 2 customer-id is empty, 3 cart-id is empty"),
				arguments("missing column", "A,B\nA\nC,D\n",
						"1 cart ab, 2 missing column: the row has 1, a file without a header has 2, 3 cart cd"),
				arguments("missing column under a header", "n,customer-id,cart-id\nA,B\n",
						"2 missing column: the row has 2, the header names 3"),
				arguments("third GUID under a header of two", "customer-id,cart-id\nA,B,C\nC,D\n",
						"2 too many columns: the row has 3, the header names 2, 3 cart cd"),
				arguments("delimiter in a cell without quotes", "name,customer-id,cart-id\nContoso, Ltd,A,B\n",
						"2 customer-id is not a GUID: \"Ltd\" (too many columns: the row has 4, the header names 3)"),
				arguments("three columns without a header", "A,B,x\n",
						"1 too many columns: the row has 3, a file without a header has 2"),
				arguments("not UTF-8", "A,B\nA,\u00E4\nC,D\n",
						"1 cart ab, 2 cart-id is not a GUID: \"\u00E4\" has \"\u00E4\""
								+ " (U+00E4 LATIN SMALL LETTER A WITH DIAERESIS) as character 1, 3 cart cd"),
				arguments("not UTF-8 in the first row", "A,x\u00A8\nC,D\n",
						"1 cart-id is not a GUID: \"x\u00A8\" has \"\u00A8\" (U+00A8 DIAERESIS) as character 2, 2 cart cd"),
				arguments("cart that was commented out", "A,B\n#C,D\n# E,F\n",
						"1 cart ab, 2 customer-id is not a GUID: \"#" + guid('C')
								+ "\", 3 customer-id is not a GUID: \"# " + guid('E') + "\""),
				arguments("what a spreadsheet could not compute", "A,B\n#REF!,#REF!\n",
						"1 cart ab, 2 customer-id is not a GUID: \"#REF!\""),
				arguments("totals", "customer-id,cart-id,price\nA,B,1\nTotal,,1\n",
						"2 cart ab, 3 customer-id is not a GUID: \"Total\""),
				arguments("text beside empty ids", "customer-id,cart-id,n\n,,x\n", "2 customer-id is empty"),
				arguments("Cyrillic letter", utf8("A," + guid('C').replaceFirst("c", "\u0441") + "\n"),
						"1 cart-id is not a GUID: \"\u0441" + guid('C').substring(1)
								+ "\" has \"\u0441\" (U+0441 CYRILLIC SMALL LETTER ES) as character 1"),
				arguments("l for 1", "A," + guid('B').substring(0, 35) + "l\n",
						"1 cart-id is not a GUID: \"" + guid('B').substring(0, 35)
								+ "l\" has \"l\" (U+006C LATIN SMALL LETTER L) as character 36"),
				arguments("lost digit", "A," + guid('B').substring(1) + "\n",
						"1 cart-id is not a GUID: \"" + guid('B').substring(1) + "\" has 31 of a GUID's 32 digits"),
				arguments("hyphens elsewhere", "A,bb-" + guid('B').substring(2) + "\n",
						"1 cart-id is not a GUID: \"bb-" + guid('B').substring(2) + "\""),
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
				arguments("delimiter in quotes within quotes, GUIDs behind",
						"n,customer-id,cart-id,offer\n\"x\"y,\"z\",A,B\n", "2 customer-id is not a GUID: \"z\""),
				arguments("quote never closed before two GUIDs", "n,customer-id,cart-id,offer\n\"x,y,A,B\n",
						"2 quotes unbalanced"),
				arguments("quote never closed", "A,B\n\"A,B\nC,D\n", "1 cart ab, 2 quotes unbalanced, 3 cart cd"),
				arguments("quote never closed, last line", "A,B\nA,\"B", "1 cart ab, 2 quotes unbalanced"),
				arguments("quote never closed, first line", "\"A,B\nC,D\n", "1 quotes unbalanced, 2 cart cd"),
				arguments("unclosed quotes in two rows", "customer-id,cart-id,n\nA,B,\"x\nC,D,y\nE,F,z\"\n",
						"2 cart ab, 3 cart cd, 4 cart ef"),
				arguments("unclosed quote before quoted rows",
						"customer-id,cart-id,n\n\"A\",\"B\",\"x\n\"C\",\"D\",\"y\"\n\"E\",\"F\",\"z\"\n",
						"2 quotes unbalanced, 3 cart cd, 4 cart ef"),
				arguments("unclosed quote before a bad row", "customer-id,cart-id,n\nA,B,\"x\nC,y,z\nD,E,\n",
						"2 cart ab, 3 cart-id is not a GUID: \"y\", 4 cart de"),
				arguments("text behind a quote", "A,B\n\"A\"x,B\nC,D\n",
						"1 cart ab, 2 customer-id is not a GUID: \"" + guid('A') + "x\", 3 cart cd"),
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
		InputSummary summary = read(file(content), handler);
		assertThat(String.join(", ", handler.events)).isEqualTo(events);
		assertThat(summary.rejected()).isEqualTo(handler.rejected.size());
		assertThat(summary.carts()).isEqualTo(handler.events.size() - handler.rejected.size());
		assertThat(summary.rows()).isEqualTo(handler.events.size());
	}

	static Stream<Arguments> filesOfTheWorld() {
		String sameId = guid('B');
		String carts = "customer-id,cart-id,name\nA,B,x\nC,D,\n";
		return Stream.of(
				// what programs write beside rows
				arguments("Excel's sep=", "sep=;\ncustomer-id;cart-id\nA;B\nC;D\n"),
				arguments("sep= in quotes, with a mark",
						utf8("\uFEFF\"sep=;\"\r\ncustomer-id;cart-id\r\nA;B\r\nC;D\r\n")),
				arguments("Windows PowerShell's #TYPE",
						"#TYPE System.Management.Automation.PSCustomObject\r\n\"CustomerId\",\"CartId\"\r\n\"A\",\"B\"\r\n\"C\",\"D\"\r\n"),
				arguments("title and filter of a report", "Open carts\n\nas of,2026-11-25\n" + carts),
				arguments("comments", "# made by hand\nA,B\n# the second\nC,D\n"),
				arguments("ruling line and count of a SQL client",
						"customer-id,cart-id\n-----------,-------\nA,B\nC,D\n\n(2 rows affected)\n"),
				arguments("count of another SQL client", "customer-id|cart-id\nA|B\nC|D\n(2 rows)\n"),
				arguments("blank lines", "\n\ncustomer-id,cart-id\n\nA,B\n \r\n\u00C2\u00A0\nC,D\n\n\n"),
				arguments("rows of delimiters", "customer-id;cart-id;n\nA;B;\n;;\nC;D;\n;;\n\"\";\"\"; \n"),
				arguments("Ctrl-Z at the end", "A,B\r\nC,D\r\n\u001A"),
				arguments("Ctrl-Z behind a row", "A,B\nC,D\u001A"),
				arguments("files behind each other", "customer-id,cart-id\nA,B\ncustomer-id,cart-id\nC,D\n"),
				arguments("files of other columns behind each other",
						utf8("customer-id,cart-id\nA,B\n\uFEFFcart_id;customer_id\nD;C\n")),
				// cells more or fewer
				arguments("row shorter than its header", "customer-id,cart-id,name,note\nA,B\nC,D,x\n"),
				arguments("delimiters behind a row", "customer-id,cart-id\nA,B,\nC,D,,,\n"),
				arguments("delimiters behind a row, no header", "A,B,\nC,D, ,\n"),
				arguments("delimiters behind the header", "customer-id,cart-id,,\nA,B\nC,D\n"),
				arguments("delimiter in a name without quotes", "customer-id,cart-id,n\nA,B,Contoso, Ltd\nC,D,x\n"),
				arguments("whole rows as text", "\"customer-id,cart-id,n\"\n\"A,B,\"\"x,y\"\"\"\n\"C,D,\"\n"),
				// quotes that spoil another cell
				arguments("quotes within quotes behind the ids",
						"customer-id,cart-id,n\nA,B,\"Contoso \"Best, Inc\" Ltd\"\n\"C\",\"D\",\"x \"y\" z\"\n"),
				arguments("quotes within quotes before the ids",
						"n,customer-id,cart-id\n\"x \"y\" z\",A,B\n\"Contoso \"Best\" \",C,D\n"),
				arguments("quote never closed behind the ids", "customer-id,cart-id,n\nA,B,\"x\nC,D,19\"\n"),
				// encodings
				arguments("Windows-1252", "customer-id,cart-id,n\nA,B,M\u00FCller \u0096 S\u00F6hne\nC,D,\n"),
				arguments("Windows-1252 around an id", "A,B\u00A0\nC,\u0093D\u0094\n"),
				arguments("UTF-8 cut at the line end", "customer-id,cart-id,n\nA,B,\u00C3\nC,D,\n"),
				arguments("UTF-16 of PowerShell", utf16("\uFEFF" + carts, StandardCharsets.UTF_16LE)),
				arguments("UTF-16, the other order", utf16("\uFEFF" + carts, StandardCharsets.UTF_16BE)),
				arguments("UTF-16 without a mark", utf16("A\tB\r\nC\tD\r\n", StandardCharsets.UTF_16LE)),
				arguments("UTF-16 without a mark, the other order", utf16("A,B\nC,D\n", StandardCharsets.UTF_16BE)),
				arguments("UTF-16 behind ASCII",
						carts.replace("C,D,\n", "") + utf16("C,D,\n", StandardCharsets.UTF_16LE)),
				arguments("two marks", utf8("\uFEFF\uFEFF\"customer-id\",\"cart-id\"\nA,B\nC,D\n")),
				arguments("mark before quotes, no header", utf8("\uFEFF\"A\",\"B\"\nC,D\n")),
				arguments("lines that end in CR", "customer-id,cart-id\rA,B\rC,D\r"),
				// ids in other clothes
				arguments("braces, parentheses, brackets", "{A},(B)\n[C],<D>\n"),
				arguments("apostrophes", "'A','B'\n'C,`D`\n"),
				arguments("formulas", "=\"A\",=\"B\"\n=\"C\",\"=\"\"D\"\"\"\n"),
				arguments("quotes in quotes", "\"\"\"A\"\"\",\"\"\"B\"\"\"\nC,D\n"),
				arguments("typographic quotes", utf8("\u201CA\u201D,\u201EB\u201C\n\u00ABC\u00BB,\u2018D\u2019\n")),
				arguments("as SQL and OData write it",
						"guid'A',{guid {B}}\nurn:uuid:C,UUID:D\n".replace("{guid {B}}", "GUID'B'")),
				arguments("blanks of all widths", utf8("\u00A0A\u3000,\u2003B\u202F\nC,D\n")),
				arguments("marks without width", utf8("\u200BA\u2060,\u200EB\u202C\nC\0,\u00ADD\n")),
				arguments("marks within", utf8("A," + sameId.replace("-", "-\u200B") + "\nC,D\n")),
				arguments("hyphens of a typesetter",
						utf8("A," + sameId.replace('-', '\u2011') + "\nC," + guid('D').replace('-', '\u2013') + "\n")),
				arguments("hyphens of Windows-1252", "A," + sameId.replace('-', '\u0096') + "\nC,D\n"),
				arguments("minus, soft hyphen",
						utf8("A," + sameId.replace('-', '\u2212') + "\nC," + guid('D').replace('-', '\u00AD') + "\n")),
				arguments("digits of full width",
						utf8("A," + sameId.replace('4', '\uFF14').replace('b', '\uFF42') + "\nC,D\n")),
				arguments("digits of another script", utf8("A," + sameId.replace('8', '\u06F8') + "\nC,D\n")),
				arguments("no hyphens", "A," + sameId.replace("-", "") + "\nC,D\n"),
				arguments("no hyphens in the first row", "A,B\nC,D\n".replace("A", guid('A').replace("-", ""))),
				arguments("blanks or underscores for hyphens",
						"A," + sameId.replace('-', ' ') + "\nC," + guid('D').replace('-', '_') + "\n"),
				// headers
				arguments("header of PowerShell", "CustomerTenantId,CartId\nA,B\nC,D\n"),
				arguments("header of the API", "cart_id,customer-tenant-id\nB,A\nD,C\n"),
				arguments("header of both names", "customer-tenant-id,customer-id,cart-id\nx,A,B\nx,C,D\n"),
				arguments("header of JSON paths", "customer.id,cart.id\nA,B\nC,D\n"),
				arguments("header in brackets", "[Customer Id],[Cart Id]\nA,B\nC,D\n"),
				arguments("header behind #", "#customer-id,cart-id\nA,B\nC,D\n"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("filesOfTheWorld")
	void idsThatCannotBeMistakenAreTaken(String name, String content) {
		RecordingHandler handler = new RecordingHandler();
		InputSummary summary = read(file(content), handler);
		assertThat(handler.events.stream().map((event) -> event.replaceFirst("\\d+ ", ""))).containsExactly("cart ab",
				"cart cd");
		assertThat(summary.notice() != null).isEqualTo(name.contains("Windows-1252") || name.contains("cut"));
	}

	@Test
	void foreignEncodingIsToldOnceWithItsFirstLine() {
		assertThat(
				read(file("customer-id,cart-id,n\nA,B,x\nA,C,\u00FC\nA,D,\u00E9\n"), new RecordingHandler()).notice())
			.contains("carts.csv is not all UTF-8 (line 3 is the first)")
			.contains("Windows-1252");
	}

	@ParameterizedTest
	@ValueSource(strings = { "customer-id,cart-id\n", "customer-id,cart-id", "CartId;CustomerId;Name\r\n;;\r\n\r\n",
			"sep=,\ncustomer-id,cart-id\n\n", "#TYPE x\n\"customer-id\",\"cart-id\"\n" })
	void headerAloneIsANightWithoutCarts(String content) {
		RecordingHandler handler = new RecordingHandler();
		assertThat(read(file(content), handler)).isEqualTo(new InputSummary(0, 0, null, null));
		assertThat(handler.events).isEmpty();
	}

	@Test
	void disguisedIdsAreReadAsThemselves() throws IOException {
		StringBuilder rows = new StringBuilder("customer-id,cart-id\n");
		List<Cart> carts = new ArrayList<>();
		Random random = new Random(20261126);
		for (int i = 0; i < 5_000; i++) {
			String customer = new UUID(random.nextLong(), random.nextLong()).toString();
			String cart = new UUID(random.nextLong(), random.nextLong()).toString();
			rows.append(disguised(customer, random)).append(',').append(disguised(cart, random)).append('\n');
			carts.add(new Cart(new CustomerId(customer), new CartId(cart)));
		}
		Path file = Files.writeString(this.directory.resolve("carts.csv"), rows);
		List<Object> read = new ArrayList<>();
		read(file, new CartRowHandler() {
			@Override
			public void cart(long line, Cart cart) {
				read.add(cart);
			}

			@Override
			public void rejected(RejectedRow row) {
				read.add(row);
			}
		});
		assertThat(read).isEqualTo(carts);
	}

	private static String disguised(String guid, Random random) {
		String text = random.nextBoolean() ? guid : guid.toUpperCase(Locale.ROOT);
		text = text.replace("-",
				one(random, "-", "-", "\u2010", "\u2011", "\u2013", "\u2212", "\uFF0D", "", " - ", "\u00AD"));
		text = random.nextInt(4) > 0 ? text : text.replace('7', '\uFF17').replace('0', '\u0660');
		int mark = random.nextInt(text.length() + 1);
		text = text.substring(0, mark) + one(random, "", "", "\u200B", "\uFEFF", "\u200F", "\0") + text.substring(mark);
		text = one(random, "%s", "{%s}", "(%s)", "'%s'", "\u201C%s\u201D", "=\"%s\"", "\u300C%s\u300D", "urn:uuid:%s")
			.formatted(text);
		return one(random, "%s", " %s", "%s\u00A0", "\t%s ", "\u200B%s").formatted(text);
	}

	private static String one(Random random, String... choices) {
		return choices[random.nextInt(choices.length)];
	}

	@Test
	void damagedIdIsNeverTakenForAnother() {
		for (int seed = 0; seed < 2_000; seed++) {
			Random random = new Random(seed);
			String guid = new UUID(random.nextLong(), random.nextLong()).toString();
			int at = random.nextInt(guid.length());
			int character = random.nextInt(0x20, 0x3000);
			String other = (Character.digit(character, 16) >= 0) ? "" : Character.toString(character);
			String damaged = guid.substring(0, at) + other + guid.substring(at + 1);
			assertThat(Cell.guid(damaged)).as(damaged).isIn(damaged, guid);
		}
	}

	@Test
	void lineOfTwoGuidsIsNeverPassedOver() {
		Random random = new Random(20261126);
		String[] beside = { "#", "# ", "#TYPE ", "sep=", "3 rows", "(3 rows", "-", "=", "\"", " ", ";", ",", "\0",
				"\u001A", "\uFEFF", "customer-id", "x" };
		for (int i = 0; i < 2_000; i++) {
			String row = new UUID(random.nextLong(), random.nextLong()) + ","
					+ new UUID(random.nextLong(), random.nextLong());
			for (int j = random.nextInt(6); j >= 0; j--) {
				row = random.nextInt(3) > 0 ? one(random, beside) + row : row + one(random, beside);
			}
			row = random.nextInt(4) > 0 ? row : row.replaceAll("(?<=\\p{XDigit})-", "");
			Path file = file(utf8("customer-id,cart-id\n" + row));
			assertThat(read(file, new RecordingHandler()).rows()).as(row).isOne();
		}
	}

	static Stream<Arguments> unusableFiles() {
		return Stream.of(arguments("", "it is empty"), arguments("\u00EF\u00BB\u00BF", "it is empty: no row"),
				arguments("customer-id,basket\nA,B\n", "names no column cart-id: found \"customer-id\", \"basket\""),
				arguments("CartId;Name\n", "names no column customer-id: found \"CartId\", \"Name\""),
				arguments("customer,cart\nA,B\n", "naming customer-id and cart-id nor a row of two GUIDs: found"),
				arguments("customer-id,customerId,cart-id\n", "names a column twice"),
				arguments("\n;;\nsep=;\n", "a night without carts has at least a header"),
				arguments("id,ref\nA,B\n", "naming customer-id and cart-id nor a row of two GUIDs: found \"id\""),
				arguments(utf8("\u0441ustomer-id,cart-id\nA,B\n"), "found \"\u0441ustomer-id\" has \"\u0441\" (U+0441"),
				arguments("<!DOCTYPE html>\n" + "<p>\n".repeat(100), "found \"<!DOCTYPE html>\""),
				arguments("PK\u0003\u0004xyz", "workbook"), arguments("\u001F\u008B\u0008xyz", "gzip"),
				arguments("\u0001\u0002\u0003\u0000\u0004", "binary"));
	}

	@ParameterizedTest
	@MethodSource("unusableFiles")
	void unusableFileIsRefusedByName(String content, String problem) {
		Path file = file(content);
		assertThatExceptionOfType(UnusableInputException.class).isThrownBy(() -> read(file, new RecordingHandler()))
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
	void emptyDeviceIsRefused() {
		Path device = Path.of("/dev/null");
		assumeTrue(Files.exists(device));
		assertRefused(device, "it is empty");
	}

	private static void assertRefused(Path file, String problem) {
		assertThatExceptionOfType(UnusableInputException.class).isThrownBy(() -> read(file, new RecordingHandler()))
			.withMessageContaining(file.toString())
			.withMessageContaining(problem);
	}

	@Test
	void rejectedRowIsFitForPeopleAndTables() {
		RecordingHandler handler = new RecordingHandler();
		read(file("A,B\nA,x\0\u0007\u007F\u00C2\u0085\u00E2\u0080\u00AE\rz\n" + UMLAUT + "\nA\tB\n"), handler);
		assertThat(handler.rejected).extracting(RejectedRow::row)
			.containsExactly(guid('A') + ",x␀␇␡\\u{85}\\u{202E}␍z", guid('A') + ",\u00E4",
					guid('A') + "\t" + guid('B'));
	}

	@Test
	void longRejectedRowIsCut() {
		RecordingHandler handler = new RecordingHandler();
		String row = "x".repeat(998)
				+ new String("\uD83D\uDE00\uD83D\uDE00".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
		read(file("A,B\n" + row + "\n" + "y".repeat(1_000) + "\n"), handler);
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
		read(file("customer-id,cart-id\n" + guid('A').toUpperCase(Locale.ROOT) + ",B\n"), handler);
		assertThat(((RecordingHandler) handler).events)
			.isEqualTo(List.of("AAAAAAAA-AAAA-4AAA-8AAA-AAAAAAAAAAAA/" + guid('B')));
	}

	@Test
	void runIsKnownByTheBytes() throws IOException {
		Path file = file("\u00EF\u00BB\u00BFcustomer-id,cart-id\r\nA,B");
		try (CartFile input = CartFile.open(file)) {
			// as sha256sum prints it
			assertThat(input.sha256()).isEqualTo("f3d7bb257ead30bc615791f901b0b2fc01d73ac5f725e373f4cfb40b4f4ebb2a");
			assertThat(input.name()).isEqualTo("carts.csv");
		}
	}

	@Test
	void whatTheHandlerThrowsReachesTheCaller() {
		RecordingHandler handler = new RecordingHandler() {
			@Override
			public void cart(long line, Cart cart) {
				throw new IllegalStateException("no more");
			}
		};
		assertThatIllegalStateException().isThrownBy(() -> read(file("A,B\n"), handler)).withMessage("no more");
	}

	@Test
	void sampleOfBadRowsHasOneOfEachKind() {
		RecordingHandler handler = new RecordingHandler();
		read(Path.of("sample-input/bad-rows.csv"), new RepeatsRefused(handler));
		assertThat(handler.events.stream().map((event) -> event.replaceFirst(":.*", ""))).containsExactly("2 cart 2c",
				"5 customer-id is not a GUID", "6 cart-id is not a GUID", "7 cart-id is empty", "8 missing column",
				"9 too many columns", "11 repeats the cart of line 2", "12 repeats the cart of line 2",
				"13 quotes unbalanced", "14 cart 2e", "15 cart 2d");
	}

	private static InputSummary read(Path file, CartRowHandler handler) {
		try (CartFile input = CartFile.open(file)) {
			return input.read(handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String withGuids(String content) {
		StringBuilder text = new StringBuilder();
		// only letters that are a whole cell stand for a GUID
		for (int i = 0; i < content.length(); i++) {
			char letter = content.charAt(i);
			boolean alone = (i == 0 || !isWord(content.charAt(i - 1)))
					&& (i + 1 == content.length() || !isWord(content.charAt(i + 1)));
			text.append((letter >= 'A' && letter <= 'F' && alone) ? guid(letter) : String.valueOf(letter));
		}
		return text.toString();
	}

	private Path file(String content) {
		try {
			return Files.write(this.directory.resolve("carts.csv"),
					withGuids(content).getBytes(StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String utf8(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

	/** The letters of carts, too: they are only known before there are zeros around. */
	private static String utf16(String text, Charset charset) {
		return new String(withGuids(text).getBytes(charset), StandardCharsets.ISO_8859_1);
	}

	private static boolean isWord(char letter) {
		return (letter < 0x80 && Character.isLetter(letter)) || letter == '-';
	}

	private static String guid(char letter) {
		return "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replace('x', Character.toLowerCase(letter));
	}

}
