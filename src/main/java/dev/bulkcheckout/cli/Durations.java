package dev.bulkcheckout.cli;

import java.time.Duration;

import org.springframework.boot.convert.DurationStyle;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code 90s}, {@code 30m}, {@code 2h} and ISO 8601, as the settings do.
 */
final class Durations implements ITypeConverter<Duration> {

	@Override
	public Duration convert(String value) {
		try {
			// a bare number would be milliseconds
			return value.equals("0") ? Duration.ZERO : DurationStyle.detectAndParse(withUnit(value));
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw new TypeConversionException("'" + value + "' is no duration: write 90s, 30m, 2h or PT2H");
		}
	}

	private static String withUnit(String value) {
		if (value.matches("[-+]?\\d+")) {
			throw new IllegalArgumentException("no unit");
		}
		return value;
	}

}
