package dev.bulkcheckout.simulator;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What the simulator does with one cart, written as words ({@link #parse}) in a scenario
 * file and in {@link Simulator#behave}; {@link Simulator#guide()} lists them.
 *
 * @param answer how the first checkouts are answered
 * @param code the error code in the body, 0 for the usual one of the status
 * @param work what really happened to the cart
 * @param times how many checkouts meet the fault before all is fine; 0 for ever
 * @param product what the cart holds
 * @param fate what becomes of its orders
 * @param ids how subscription ids reach the reader
 * @param text what names and descriptions look like
 * @param capitals whether order ids are GUIDs in capitals in the answer to the checkout,
 * though in small letters everywhere else
 * @param currency what prices are in
 * @param lineError the error code of each line of the cart that is read; 0 for none
 * @param expires when the cart expires, since the start of the simulator; null for as
 * usual
 * @param changesAfter how often the cart is read before somebody changes it; 0 for never
 */
public record Behaviour(CheckoutAnswer answer, int code, TrueEffect work, int times, Product product, OrderFate fate,
		IdDelivery ids, TextVariant text, boolean capitals, Currency currency, int lineError,
		@Nullable Duration expires, int changesAfter) {

	private static final CheckoutAnswer FINE_ANSWER = new CheckoutAnswer.Success(201, BodyVariant.PLAIN);

	/** A licence that is ordered at the first checkout, its subscription id at once. */
	public static final Behaviour FINE = parse("fine");

	public Behaviour {
		Objects.requireNonNull(answer);
		if (times < 0) {
			throw new IllegalArgumentException("times is " + times + " but must be 0 (for ever) or more");
		}
	}

	/**
	 * Reads a behaviour from its words: first how the checkout is answered ({@code fine},
	 * a status, or a {@link ConnectionFault} such as {@code reset}), then any of the
	 * others.
	 * @throws IllegalArgumentException naming the word that is not understood
	 */
	public static Behaviour parse(String text) {
		ScenarioWords words = ScenarioWords.of(text);
		CheckoutAnswer answer = answer(words.first());
		int status = switch (answer) {
			case CheckoutAnswer.Success success -> success.status();
			case CheckoutAnswer.Failure failure -> failure.status();
			case CheckoutAnswer.Broken broken -> 0;
		};
		BodyVariant face = words.constant("face", BodyVariant.PLAIN);
		ErrorFamily body = words.constant("body", ErrorFamily.USUAL);
		if (face != BodyVariant.PLAIN) {
			answer = new CheckoutAnswer.Success((status / 100 == 2) ? status : 201, face);
		}
		else if (body != ErrorFamily.USUAL) {
			answer = new CheckoutAnswer.Failure((status >= 300) ? status : 500, body);
		}
		Behaviour behaviour = new Behaviour(answer, words.value("code", Integer::parseInt, 0),
				words.constant("work", TrueEffect.NONE), words.value("times", Integer::parseInt, 0),
				words.constant("product", Product.LICENSE), words.constant("fate", OrderFate.USUAL),
				words.constant("ids", IdDelivery.USUAL), words.constant("text", TextVariant.PLAIN),
				words.has("order-ids-in-capitals"), words.constant("currency", Currency.USD),
				words.value("line-error", Integer::parseInt, 0),
				words.<@Nullable Duration>value("expires", DurationParser::parse, null),
				words.value("changes-after", Integer::parseInt, 0));
		words.end("a cart");
		return behaviour;
	}

	/** The same, but for what these words say. */
	public Behaviour with(String words) {
		return parse(this + " " + words);
	}

	/** The answer to checkout number so-and-so (from 1) of this cart. */
	CheckoutAnswer answerTo(int attempt) {
		return (this.times == 0 || attempt <= this.times) ? this.answer : FINE_ANSWER;
	}

	/**
	 * Whether the cart can no longer be checked out.
	 * @param elapsed milliseconds since the start of the simulator
	 */
	boolean isExpired(long elapsed) {
		return this.expires != null && elapsed > this.expires.toMillis();
	}

	/** Whether this cart's checkouts show its orders in the end. */
	boolean endsFine() {
		return this.times > 0 || this.answer.showsOrders();
	}

	private static CheckoutAnswer answer(String word) {
		if (word.isEmpty() || word.equals("fine")) {
			return FINE_ANSWER;
		}
		return word.matches("[2-5]\\d\\d") ? answer(Integer.parseInt(word), 0)
				: new CheckoutAnswer.Broken(ScenarioWords.constant(ConnectionFault.class, word));
	}

	/** The answer with this status and this digit for its body. */
	static CheckoutAnswer answer(int status, int digit) {
		return (status < 300) ? new CheckoutAnswer.Success(status, ScenarioWords.constant(BodyVariant.class, digit))
				: new CheckoutAnswer.Failure(status, ScenarioWords.constant(ErrorFamily.class, digit));
	}

	/** The words that {@link #parse} reads. */
	@Override
	public String toString() {
		String answer = switch (this.answer) {
			case CheckoutAnswer.Success success -> success.status() + word("face", success.face(), BodyVariant.PLAIN);
			case CheckoutAnswer.Failure failure -> failure.status() + word("body", failure.body(), ErrorFamily.USUAL);
			case CheckoutAnswer.Broken broken -> ScenarioWords.of(broken.how());
		};
		return Stream
			.of(word("code", this.code, 0), word("work", this.work, TrueEffect.NONE), word("times", this.times, 0),
					word("product", this.product, Product.LICENSE), word("fate", this.fate, OrderFate.USUAL),
					word("ids", this.ids, IdDelivery.USUAL), word("text", this.text, TextVariant.PLAIN),
					this.capitals ? " order-ids-in-capitals" : "", word("currency", this.currency, Currency.USD),
					word("line-error", this.lineError, 0), (this.expires != null) ? " expires=" + this.expires : "",
					word("changes-after", this.changesAfter, 0))
			.collect(Collectors.joining("", answer, ""));
	}

	private static String word(String name, Object value, Object usual) {
		return value.equals(usual) ? ""
				: " " + name + "=" + ((value instanceof Enum<?> constant) ? ScenarioWords.of(constant) : value);
	}

}
