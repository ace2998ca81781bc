package dev.bulkcheckout.partnercenter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.CollectionType;

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
	 * What is read for a list that is something else; to be compared by identity.
	 */
	static final List<?> NO_LIST = Collections.unmodifiableList(new ArrayList<>());

	/** Far above any price, far below what a database column refuses. */
	private static final int MOST_DIGITS = 30;

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
		.defaultLocale(Locale.ROOT)
		.addModule(new SimpleModule().addDeserializer(String.class, new Text())
			.addDeserializer(Money.class, new Amount())
			.addDeserializer(Long.class, new Whole())
			.addDeserializer(Boolean.class, new Flag())
			.setDeserializerModifier(new OtherKindsAreNothing()))
		.build();

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

	private static @Nullable BigDecimal number(JsonParser parser) {
		if (parser.currentToken().isStructStart()) {
			parser.skipChildren();
			return null;
		}
		String text = parser.getString().strip();
		boolean isText = parser.hasToken(JsonToken.VALUE_STRING);
		if (!parser.currentToken().isNumeric() && !(isText && text.length() <= MOST_DIGITS)) {
			return null;
		}
		try {
			BigDecimal number = new BigDecimal(text);
			return isSane(number) ? number : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static boolean isSane(BigDecimal number) {
		return Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS;
	}

	private static final class Text extends StdDeserializer<String> {

		Text() {
			super(String.class);
		}

		@Override
		public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
			if (parser.currentToken().isStructStart()) {
				return context.readTree(parser).toString();
			}
			BigDecimal number = parser.currentToken().isNumeric() ? number(parser) : null;
			return (number != null) ? plain(number) : parser.getString();
		}

		private static String plain(BigDecimal number) {
			BigInteger whole = number.toBigInteger();
			return (number.compareTo(new BigDecimal(whole)) == 0) ? whole.toString() : number.toPlainString();
		}

	}

	private static final class Amount extends StdDeserializer<Money> {

		Amount() {
			super(Money.class);
		}

		@Override
		public Money deserialize(JsonParser parser, DeserializationContext context) {
			return new Money(number(parser));
		}

	}

	private static final class Whole extends StdDeserializer<Long> {

		Whole() {
			super(Long.class);
		}

		@Override
		public @Nullable Long deserialize(JsonParser parser, DeserializationContext context) {
			BigDecimal number = number(parser);
			try {
				return (number != null) ? number.longValueExact() : null;
			}
			catch (ArithmeticException ex) {
				return null;
			}
		}

	}

	private static final class Flag extends StdDeserializer<Boolean> {

		Flag() {
			super(Boolean.class);
		}

		@Override
		public @Nullable Boolean deserialize(JsonParser parser, DeserializationContext context) {
			if (parser.currentToken().isStructStart()) {
				parser.skipChildren();
				return null;
			}
			String text = parser.getString();
			return "true".equalsIgnoreCase(text) ? Boolean.TRUE : "false".equalsIgnoreCase(text) ? Boolean.FALSE : null;
		}

	}

	private static final class OtherKindsAreNothing extends ValueDeserializerModifier {

		private static final long serialVersionUID = 1L;

		@Override
		public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription.Supplier bean,
				ValueDeserializer<?> deserializer) {
			return bean.getBeanClass().isRecord() && bean.getBeanClass() != Money.class
					? new OnlyFrom(JsonToken.START_OBJECT, null, deserializer) : deserializer;
		}

		@Override
		public ValueDeserializer<?> modifyCollectionDeserializer(DeserializationConfig config, CollectionType type,
				BeanDescription.Supplier bean, ValueDeserializer<?> deserializer) {
			return new OnlyFrom(JsonToken.START_ARRAY, NO_LIST, deserializer);
		}

	}

	private static final class OnlyFrom extends DelegatingDeserializer {

		private final JsonToken start;

		private final @Nullable Object otherwise;

		OnlyFrom(JsonToken start, @Nullable Object otherwise, ValueDeserializer<?> deserializer) {
			super(deserializer);
			this.start = start;
			this.otherwise = otherwise;
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> deserializer) {
			return new OnlyFrom(this.start, this.otherwise, deserializer);
		}

		@Override
		public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
			if (parser.hasToken(this.start)) {
				return super.deserialize(parser, context);
			}
			parser.skipChildren();
			return this.otherwise;
		}

	}

}
