package dev.bulkcheckout.partnercenter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads bodies into records, so liberally that no oddity of one member costs the rest of
 * an answer, which may hold the id of an order:
 * <ul>
 * <li>names of members in any case; members that are not known are skipped;
 * <li>text: also from a number or a boolean, as it is written, and from an object or an
 * array, as JSON;
 * <li>numbers: also from text; null if it is none, has a fraction where none may be, or
 * more digits than any price;
 * <li>yes or no: also from its word;
 * <li>an object or a list of another kind than expected is null, or {@link #NO_LIST}.
 * </ul>
 * What is no JSON at all, or no object, cannot be read.
 */
final class LenientJson {

	/**
	 * What is read for a list that is something else; empty, to be compared by identity.
	 */
	static final List<?> NO_LIST = new ArrayList<>(0);

	/** Far above any price, far below what a database column refuses. */
	private static final int MOST_DIGITS = 30;

	private static final JsonMapper JSON = mapper();

	/**
	 * Money as it was sent.
	 *
	 * @param amount exact; null if it cannot be read, which a person should hear of
	 */
	record Money(@Nullable BigDecimal amount) {
	}

	private LenientJson() {
	}

	/**
	 * Reads an object.
	 * @throws UnreadableAnswerException if the body is none
	 */
	static <T> T read(Body body, Class<T> type) throws UnreadableAnswerException {
		if (body.fault() != null) {
			throw new UnreadableAnswerException(body.fault(), false);
		}
		if (body.text().isEmpty()) {
			throw new UnreadableAnswerException("it is empty", false);
		}
		try {
			T value = JSON.readValue(body.text(), type);
			if (value == null) {
				throw new UnreadableAnswerException("it is JSON, but no object");
			}
			return value;
		}
		catch (JacksonException ex) {
			throw new UnreadableAnswerException("it is not JSON: " + ex.getOriginalMessage(), false);
		}
	}

	/**
	 * The text without blanks around it; null if nothing is left.
	 */
	static @Nullable String filled(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : text.strip();
	}

	private static @Nullable String text(JsonParser parser, DeserializationContext context) {
		if (parser.currentToken().isStructStart()) {
			return context.readTree(parser).toString();
		}
		BigDecimal number = parser.currentToken().isNumeric() ? number(parser) : null;
		if (number == null) {
			return parser.getString();
		}
		BigInteger whole = number.toBigInteger();
		return (number.compareTo(new BigDecimal(whole)) == 0) ? whole.toString() : number.toPlainString();
	}

	private static @Nullable BigDecimal number(JsonParser parser) {
		String text = scalar(parser).strip();
		if (!parser.currentToken().isNumeric() && text.length() > MOST_DIGITS) {
			return null;
		}
		try {
			BigDecimal number = new BigDecimal(text);
			boolean sane = Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS;
			return sane ? number : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable Long whole(JsonParser parser) {
		BigDecimal number = number(parser);
		try {
			return (number != null) ? number.longValueExact() : null;
		}
		catch (ArithmeticException ex) {
			return null;
		}
	}

	private static @Nullable Boolean flag(JsonParser parser) {
		String text = scalar(parser);
		return "true".equalsIgnoreCase(text) ? Boolean.TRUE : "false".equalsIgnoreCase(text) ? Boolean.FALSE : null;
	}

	/**
	 * The text of a value that is no object and no list, of which nothing is read.
	 */
	private static String scalar(JsonParser parser) {
		if (parser.currentToken().isStructStart()) {
			parser.skipChildren();
			return "";
		}
		return parser.getString();
	}

	private static <T> SimpleModule scalar(SimpleModule module, Class<T> type, Scalar<T> reading) {
		return module.addDeserializer(type, new StdDeserializer<>(type) {

			@Override
			public @Nullable T deserialize(JsonParser parser, DeserializationContext context) {
				return reading.read(parser, context);
			}
		});
	}

	/**
	 * Reads one value that is no object and no list.
	 *
	 * @param <T> what it is read as
	 */
	@FunctionalInterface
	private interface Scalar<T> {

		@Nullable T read(JsonParser parser, DeserializationContext context);

	}

	private static JsonMapper mapper() {
		SimpleModule scalars = new SimpleModule();
		scalar(scalars, String.class, LenientJson::text);
		scalar(scalars, Long.class, (parser, context) -> whole(parser));
		scalar(scalars, Boolean.class, (parser, context) -> flag(parser));
		scalar(scalars, Money.class, (parser, context) -> new Money(number(parser)));
		return JsonMapper.builder()
			.enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
			.defaultLocale(Locale.ROOT)
			.withCoercionConfigDefaults(
					(config) -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.AsNull))
			.addHandler(new OtherKindsAreNothing())
			.addModule(scalars)
			.build();
	}

	private static final class OtherKindsAreNothing extends DeserializationProblemHandler {

		@Override
		public @Nullable Object handleUnexpectedToken(DeserializationContext context, JavaType type, JsonToken token,
				JsonParser parser, String message) {
			parser.skipChildren();
			return type.isCollectionLikeType() ? NO_LIST : null;
		}

		@Override
		public @Nullable Object handleMissingInstantiator(DeserializationContext context, Class<?> type,
				@Nullable ValueInstantiator instantiator, JsonParser parser, String message) {
			parser.skipChildren();
			return null;
		}

	}

}
