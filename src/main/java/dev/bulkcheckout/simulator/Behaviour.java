package dev.bulkcheckout.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * What the simulator does with one cart. Written as words in a scenario file and in
 * {@link Simulator#behave}: first how the checkout is answered ({@code fine}, a status,
 * or a {@link ConnectionFault} such as {@code reset}), then any of {@code code=800065},
 * {@code body=html} ({@link ErrorFamily}), {@code face=bom} ({@link BodyVariant}),
 * {@code work=done} ({@link TrueEffect}), {@code times=2}, {@code product=saas}
 * ({@link Product}), {@code fate=error} ({@link OrderFate}), {@code ids=late}
 * ({@link IdDelivery}). Words are in lower case with hyphens.
 *
 * @param answer how the first checkouts are answered
 * @param code the error code in the body, 0 for the usual one of the status
 * @param work what really happened to the cart
 * @param times how many checkouts meet the fault before all is fine; 0 for ever
 * @param product what the cart holds
 * @param fate what becomes of its orders
 * @param ids how subscription ids reach the reader
 */
public record Behaviour(CheckoutAnswer answer, int code, TrueEffect work, int times, Product product, OrderFate fate,
		IdDelivery ids) {

	private static final CheckoutAnswer FINE_ANSWER = new CheckoutAnswer.Success(201, BodyVariant.PLAIN);

	/** A licence that is ordered at the first checkout, its subscription id at once. */
	public static final Behaviour FINE = of(FINE_ANSWER);

	public Behaviour {
		Objects.requireNonNull(answer);
		if (times < 0) {
			throw new IllegalArgumentException("times is " + times + " but must be 0 (for ever) or more");
		}
	}

	/** A licence whose checkouts are answered so. */
	public static Behaviour of(CheckoutAnswer answer) {
		return new Behaviour(answer, 0, TrueEffect.NONE, 0, Product.LICENSE, OrderFate.USUAL, IdDelivery.USUAL);
	}

	/** The same with this error code in the body. */
	public Behaviour withCode(int code) {
		return new Behaviour(this.answer, code, this.work, this.times, this.product, this.fate, this.ids);
	}

	/** The same with this truth behind it. */
	public Behaviour withWork(TrueEffect work) {
		return new Behaviour(this.answer, this.code, work, this.times, this.product, this.fate, this.ids);
	}

	/** The same, but fine after so many checkouts; 0 for never. */
	public Behaviour withTimes(int times) {
		return new Behaviour(this.answer, this.code, this.work, times, this.product, this.fate, this.ids);
	}

	/** The same for this product. */
	public Behaviour withProduct(Product product) {
		return new Behaviour(this.answer, this.code, this.work, this.times, product, this.fate, this.ids);
	}

	/** The same with this fate of its orders. */
	public Behaviour withFate(OrderFate fate) {
		return new Behaviour(this.answer, this.code, this.work, this.times, this.product, fate, this.ids);
	}

	/** The same with ids delivered so. */
	public Behaviour withIds(IdDelivery ids) {
		return new Behaviour(this.answer, this.code, this.work, this.times, this.product, this.fate, ids);
	}

	/**
	 * Reads a behaviour from its words.
	 * @throws IllegalArgumentException naming the word that is not understood
	 */
	public static Behaviour parse(String words) {
		String[] parts = words.strip().split("\\s+");
		Behaviour behaviour = FINE;
		int next = 0;
		if (!parts[0].contains("=")) {
			behaviour = of(answer(parts[0]));
			next = 1;
		}
		for (String part : Arrays.asList(parts).subList(next, parts.length)) {
			behaviour = behaviour.with(part);
		}
		return behaviour;
	}

	/** The answer to checkout number so-and-so (from 1) of this cart. */
	CheckoutAnswer answerTo(int attempt) {
		return (this.times == 0 || attempt <= this.times) ? this.answer : FINE_ANSWER;
	}

	/** Whether this cart's checkouts show its orders in the end. */
	boolean endsFine() {
		return this.times > 0 || this.answer.showsOrders();
	}

	private Behaviour with(String part) {
		int equals = part.indexOf('=');
		if (equals < 0) {
			throw new IllegalArgumentException("'" + part + "' is not name=value");
		}
		String value = part.substring(equals + 1);
		return switch (part.substring(0, equals)) {
			case "code" -> withCode(number(part, value));
			case "times" -> withTimes(number(part, value));
			case "work" -> withWork(word(TrueEffect.class, value));
			case "product" -> withProduct(word(Product.class, value));
			case "fate" -> withFate(word(OrderFate.class, value));
			case "ids" -> withIds(word(IdDelivery.class, value));
			case "face" -> withAnswer(new CheckoutAnswer.Success(
					(this.answer instanceof CheckoutAnswer.Success success) ? success.status() : 201,
					word(BodyVariant.class, value)));
			case "body" -> withAnswer(new CheckoutAnswer.Failure(
					(this.answer instanceof CheckoutAnswer.Failure failure) ? failure.status() : 500,
					word(ErrorFamily.class, value)));
			default -> throw new IllegalArgumentException(
					"'" + part + "' is none of code, body, face, work, times, product, fate, ids");
		};
	}

	private Behaviour withAnswer(CheckoutAnswer answer) {
		return new Behaviour(answer, this.code, this.work, this.times, this.product, this.fate, this.ids);
	}

	private static CheckoutAnswer answer(String word) {
		if (word.equals("fine")) {
			return FINE_ANSWER;
		}
		if (word.matches("[2-5]\\d\\d")) {
			return answer(Integer.parseInt(word), 0);
		}
		return new CheckoutAnswer.Broken(word(ConnectionFault.class, word));
	}

	/** The answer with this status and this digit for its body. */
	static CheckoutAnswer answer(int status, int digit) {
		return (status < 300) ? new CheckoutAnswer.Success(status, Digits.constant(BodyVariant.class, digit))
				: new CheckoutAnswer.Failure(status, Digits.constant(ErrorFamily.class, digit));
	}

	private static int number(String part, String value) {
		try {
			return Integer.parseInt(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'" + part + "' does not give a number", ex);
		}
	}

	static <E extends Enum<E>> E word(Class<E> type, String value) {
		try {
			return Enum.valueOf(type, value.toUpperCase(Locale.ROOT).replace('-', '_'));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'" + value + "' is not one of " + words(type), ex);
		}
	}

	static <E extends Enum<E>> String words(Class<E> type) {
		StringBuilder words = new StringBuilder();
		for (E constant : type.getEnumConstants()) {
			words.append(words.isEmpty() ? "" : ", ").append(word(constant));
		}
		return words.toString();
	}

	static String word(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** The words that {@link #parse} reads. */
	@Override
	public String toString() {
		StringBuilder words = new StringBuilder();
		switch (this.answer) {
			case CheckoutAnswer.Success success -> {
				words.append(success.status());
				append(words, "face", success.face(), BodyVariant.PLAIN);
			}
			case CheckoutAnswer.Failure failure -> {
				words.append(failure.status());
				append(words, "body", failure.body(), ErrorFamily.USUAL);
			}
			case CheckoutAnswer.Broken broken -> words.append(word(broken.how()));
		}
		if (this.code != 0) {
			words.append(" code=").append(this.code);
		}
		append(words, "work", this.work, TrueEffect.NONE);
		if (this.times != 0) {
			words.append(" times=").append(this.times);
		}
		append(words, "product", this.product, Product.LICENSE);
		append(words, "fate", this.fate, OrderFate.USUAL);
		append(words, "ids", this.ids, IdDelivery.USUAL);
		return words.toString();
	}

	private static <E extends Enum<E>> void append(StringBuilder words, String name, E value, E usual) {
		if (value != usual) {
			words.append(' ').append(name).append('=').append(word(value));
		}
	}

}
