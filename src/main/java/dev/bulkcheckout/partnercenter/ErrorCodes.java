package dev.bulkcheckout.partnercenter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Explanation;

/**
 * The error codes that a checkout or an order read can meet: the table
 * {@code error-codes.txt}, which tells its sources.
 */
public final class ErrorCodes {

	private static final String PAGE = "Partner Center REST error codes";

	private static final List<ErrorCode> ALL = text().lines()
		.filter((line) -> !line.isEmpty() && !line.startsWith("#"))
		.flatMap(ErrorCodes::rows)
		.toList();

	private static final Map<Key, ErrorCode> BY_KEY = ALL.stream()
		.collect(Collectors.toUnmodifiableMap((row) -> new Key(row.status(), row.code()), Function.identity()));

	private ErrorCodes() {
	}

	/**
	 * Every row; no status and code come twice.
	 */
	public static List<ErrorCode> all() {
		return ALL;
	}

	/**
	 * The row of a code that came with a status; null if it is not known.
	 */
	public static @Nullable ErrorCode find(int status, @Nullable String code) {
		return (code != null) ? BY_KEY.get(new Key(status, code)) : null;
	}

	/**
	 * The row of a code that came without a status of its own, in a 2xx answer or for an
	 * order group; null if it is not known. Codes about tokens are left out: they are
	 * told by their status, and their numbers are too common.
	 */
	public static @Nullable ErrorCode find(@Nullable String code) {
		return ALL.stream()
			.filter((row) -> row.code().equals(code) && row.rule() != RetryRule.RENEW_TOKEN)
			.findFirst()
			.orElse(null);
	}

	/**
	 * What a person is told of a code.
	 * @param status it came with; null where none is known
	 * @param code as text; null for an answer without one
	 * @return empty for a code that is not known
	 */
	public static Optional<Explanation> explain(@Nullable Integer status, @Nullable String code) {
		ErrorCode row = (status != null) ? find(status, code) : null;
		row = (row != null) ? row : find(code);
		return Optional.ofNullable(row).map((known) -> new Explanation(known.meaning(), known.advice()));
	}

	/**
	 * Status and code, with a blank between, of refusals that clear by themselves within
	 * days; also with 2xx in place of the status, for a code without one of its own.
	 */
	public static List<String> clearing() {
		return ALL.stream()
			.filter(ErrorCode::clears)
			.flatMap((row) -> Stream.of(row.status() + " " + row.code(), "2xx " + row.code()))
			.distinct()
			.toList();
	}

	private static Stream<ErrorCode> rows(String line) {
		String[] cells = line.split(" *\\| *", -1);
		String source = (cells.length > 6) ? cells[6] : PAGE;
		return Arrays.stream(cells[1].split(" ", -1))
			.map((code) -> new ErrorCode(Integer.parseInt(cells[0]), code, RetryRule.valueOf(cells[2]),
					!cells[3].equals("-"), cells[4], cells[5], source));
	}

	private static String text() {
		try (InputStream table = ErrorCodes.class.getResourceAsStream("error-codes.txt")) {
			return new String(Objects.requireNonNull(table, "error-codes.txt").readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Key(int status, String code) {
	}

}
