package dev.bulkcheckout.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A Partner Center that misbehaves on request. It listens from {@link #start} to
 * {@link #close}; everything may be called from any thread.
 */
public final class Simulator implements AutoCloseable {

	private final SimulatorSettings settings;

	private final CartTable carts = new CartTable();

	private final CallCounters counters = new CallCounters();

	private final Tokens tokens = new Tokens();

	private final Behaviours behaviours;

	private final Pauses pauses;

	private final RequestLog log;

	private final GroundTruth truths;

	private final TokenHandler tokenEndpoint;

	private final SimulatedCustomers customers = new SimulatedCustomers();

	private final ReadHandler reads;

	private final Listener listener;

	private final AtomicReference<@Nullable RateLimiter> limiter = new AtomicReference<>();

	private final SecondCounts seconds;

	private final Outages outages;

	private final ApiHandler api;

	private Simulator(SimulatorSettings settings) {
		this.settings = settings;
		SimulatorClock clock = new SimulatorClock();
		Provisioning provisioning = new Provisioning(settings.provisioning());
		ResourceBodies bodies = new ResourceBodies(provisioning, clock.startMillis());
		throttle(settings.throttle());
		this.seconds = new SecondCounts(clock);
		this.behaviours = new Behaviours(settings.scenario());
		this.pauses = new Pauses(settings.hang());
		this.log = new RequestLog(settings.recordedRequests());
		this.truths = new GroundTruth(this.carts, this.behaviours, provisioning);
		this.tokenEndpoint = new TokenHandler(settings.tokens(), this.tokens, this.pauses);
		CheckoutHandler checkouts = new CheckoutHandler(settings, this.carts, this.behaviours,
				new CheckoutBodies(bodies), this.counters, this.pauses, clock);
		this.reads = new ReadHandler(settings, this.carts, this.behaviours, bodies, clock);
		ControlHandler control = new ControlHandler(this);
		this.listener = new Listener(settings);
		this.outages = new Outages(this.listener);
		this.api = new ApiHandler(new ApiHandler.Parts(settings, this.outages, this.limiter, this.seconds, this.tokens,
				this.tokenEndpoint, control, checkouts, this.reads, this.customers, this.log, this.counters,
				this.pauses));
	}

	/**
	 * Starts to listen.
	 * @throws UncheckedIOException if the port is taken
	 * @throws IllegalArgumentException if the key store cannot be read
	 */
	public static Simulator start(SimulatorSettings settings) {
		Simulator simulator = new Simulator(settings);
		simulator.listener.open(simulator.api);
		simulator.outages.plan(settings.scenario().down());
		simulator.outages.plan(settings.scenario().revocations(), simulator::revokeTokens);
		settings.scenario().customers().forEach((what) -> what.accept(simulator.customers));
		return simulator;
	}

	/**
	 * How to ask for a behaviour: by the id of a cart, by a scenario file, by HTTP.
	 * @return text of several lines
	 */
	public static String guide() {
		try (InputStream in = Simulator.class.getResourceAsStream("guide.txt")) {
			return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A quick and healthy one on a free port of the loopback interface. */
	public static Simulator start() {
		return start(SimulatorSettings.DEFAULTS);
	}

	/** The port it listens on. */
	public int port() {
		return this.listener.port();
	}

	/** What stands before {@code /v1}, without a slash at the end. */
	public URI baseUrl() {
		String host = this.settings.host().equals("0.0.0.0") ? "127.0.0.1" : this.settings.host();
		return URI.create(((this.settings.tls() != null) ? "https" : "http") + "://" + host + ":" + port());
	}

	/** What stands before {@code /{tenant}/oauth2/v2.0/token}: the same server. */
	public URI authority() {
		return baseUrl();
	}

	/**
	 * What really happened to every cart that was checked out at least once, in the order
	 * in which they came.
	 */
	public Stream<CartTruth> truth() {
		return this.truths.all();
	}

	/**
	 * What really happened to one cart.
	 * @return null if nobody ever checked it out
	 * @throws IllegalArgumentException if an id is no GUID
	 */
	public @Nullable CartTruth truth(String customerId, String cartId) {
		CartKey key = CartKey.of(customerId, cartId);
		if (key == null) {
			throw new IllegalArgumentException("customer and cart ids are GUIDs, not " + customerId + " and " + cartId);
		}
		CartTable.CartState cart = this.carts.find(key);
		return (cart.number() < 0) ? null : this.truths.of(cart);
	}

	/** The newest calls of the API, oldest first, as many as the settings say. */
	public List<SeenRequest> requests() {
		return this.log.all();
	}

	/** The checkouts of a cart among {@link #requests()}. */
	public List<SeenRequest> checkoutsOf(String cartId) {
		return requests().stream()
			.filter((seen) -> seen.isCheckout() && cartId.equalsIgnoreCase(seen.cartId()))
			.toList();
	}

	/** What was counted since the start or the last reset. */
	public SimulatorCounts counts() {
		return this.counters.counts(this.carts);
	}

	/**
	 * What the throttle admitted and refused in each second since the start or the last
	 * reset, also in those without calls.
	 */
	public List<CallsPerSecond> callsPerSecond() {
		return this.seconds.all();
	}

	/**
	 * Limits calls from now on.
	 * @param throttle null for no limit
	 */
	public void throttle(@Nullable Throttle throttle) {
		this.limiter
			.set((throttle != null) ? new RateLimiter(throttle, System.nanoTime(), new SplittableRandom()) : null);
	}

	/** Changes what a cart does from now on, whatever its id says. */
	public void behave(String cartId, Behaviour behaviour) {
		this.behaviours.ask(cartId, behaviour);
	}

	/** Lets so many calls about a customer find that there is no such one. */
	public void customerIsMissing(String customerId, int times) {
		this.customers.miss(UUID.fromString(customerId), times);
	}

	/** Takes the API down until {@link #comeBack()}. */
	public void goDown(OutageMode kind) {
		this.outages.goDown(kind, null);
	}

	/** Takes the API down for so long. */
	public void goDown(OutageMode kind, Duration length) {
		this.outages.goDown(kind, length);
	}

	/**
	 * Takes checkouts alone down until {@link #comeBack()}; everything else is answered.
	 * @param kind not {@code REFUSED}
	 */
	public void checkoutsGoDown(OutageMode kind) {
		this.outages.checkoutsGoDown(kind);
	}

	/** Brings the API back, on the same port. */
	public void comeBack() {
		this.outages.comeBack();
	}

	/**
	 * Lets the token endpoint misbehave.
	 * @param fault null for no more
	 * @param times how often; 0 for ever
	 */
	public void tokensMisbehave(@Nullable SimulatedTokenFault fault, int times) {
		this.tokenEndpoint.misbehave(fault, times);
	}

	/** Makes every access token issued so far worthless. */
	public void revokeTokens() {
		this.tokens.revokeAll();
	}

	/**
	 * Forgets all carts, orders, calls and counts, and what was asked for at run time.
	 */
	public void reset() {
		this.carts.clear();
		this.behaviours.clear();
		this.reads.clear();
		this.customers.clear();
		this.settings.scenario().customers().forEach((what) -> what.accept(this.customers));
		this.counters.clear();
		this.seconds.clear();
		this.log.clear();
		this.tokenEndpoint.misbehave(null, 0);
		throttle(this.settings.throttle());
	}

	/** Stops listening; calls in flight end without an answer. */
	@Override
	public void close() {
		this.outages.close();
		this.pauses.end();
		this.listener.end();
	}

}
