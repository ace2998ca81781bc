package dev.bulkcheckout.checkout;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.CheckoutResult;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.RequestId;
import dev.bulkcheckout.partnercenter.ConnectionSettings;
import dev.bulkcheckout.subscriptions.PollingSchedule;
import dev.bulkcheckout.subscriptions.OrderReads;
import dev.bulkcheckout.partnercenter.PartnerCenterClient;
import dev.bulkcheckout.subscriptions.ProductRules;
import dev.bulkcheckout.partnercenter.auth.AccessTokens;
import dev.bulkcheckout.partnercenter.auth.PartnerCenterAccessTokens;
import dev.bulkcheckout.partnercenter.auth.PartnerCenterProperties;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.simulator.Behaviour;
import dev.bulkcheckout.simulator.CartTruth;
import dev.bulkcheckout.simulator.SeenRequest;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.throttling.Availability;
import dev.bulkcheckout.throttling.Governor;
import dev.bulkcheckout.throttling.PacedCalls;
import dev.bulkcheckout.throttling.CallListener;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.throttling.OutageListener;
import dev.bulkcheckout.throttling.OutageSettings;
import dev.bulkcheckout.throttling.Pace;
import dev.bulkcheckout.throttling.PaceSettings;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Checks carts out against a simulator with everything real in between, each as in a run
 * of its own.
 */
public final class CheckoutFixture implements AutoCloseable {

	/** Quick, but such that one pause can be told from another. */
	static final RunProperties.Retry QUICK = new RunProperties.Retry(4, Duration.ofMillis(40), Duration.ofMillis(200),
			Duration.ofMillis(150), Duration.ofMinutes(1));

	public final Simulator simulator;

	private final PartnerCenterClient client;

	private final ConnectionSettings connection;

	private final RunProperties.Retry repeats;

	private final ClaimedOrders claimed;

	private final Duration patience;

	private final InstantSource clock;

	public CheckoutFixture(SimulatorSettings settings, Duration readTimeout) {
		this(settings, readTimeout, QUICK, (order, cart) -> false, Duration.ofMinutes(5));
	}

	public CheckoutFixture(SimulatorSettings settings, Duration readTimeout, RunProperties.Retry repeats,
			ClaimedOrders claimed, Duration patience) {
		this(settings, readTimeout, repeats, claimed, patience, InstantSource.system());
	}

	/**
	 * With a clock that patience goes by, so that a test need not be quick.
	 */
	CheckoutFixture(SimulatorSettings settings, Duration readTimeout, RunProperties.Retry repeats,
			ClaimedOrders claimed, Duration patience, InstantSource clock) {
		this.simulator = Simulator.start(settings);
		this.repeats = repeats;
		this.claimed = claimed;
		this.patience = patience;
		this.clock = clock;
		PartnerCenterProperties properties = PartnerCenterProperties.from(new Binder(new MapConfigurationPropertySource(
				Map.of("partner-center.base-url", this.simulator.baseUrl().toString(), "partner-center.authority",
						this.simulator.authority().toString(), "partner-center.tenant-id", "partner.example",
						"partner-center.client-id", "fixture", "partner-center.client-secret", "fixture"))));
		this.connection = new ConnectionSettings(properties.baseUrl(), Duration.ofSeconds(5), readTimeout, 128);
		this.client = client(new PartnerCenterAccessTokens(properties, InstantSource.system()));
	}

	/** A client with tokens of its own. */
	PartnerCenterClient client(AccessTokens tokens) {
		return new PartnerCenterClient(this.connection, tokens, InstantSource.system());
	}

	/** A cart of a customer who has no other, and which behaves so. */
	public Cart aCart(Behaviour behaviour) {
		return aCartOf(new CustomerId(UUID.randomUUID().toString()), behaviour);
	}

	public Cart aCartOf(CustomerId customer, Behaviour behaviour) {
		Cart cart = new Cart(customer, new CartId(UUID.randomUUID().toString()));
		this.simulator.behave(cart.id().value(), behaviour);
		return cart;
	}

	public Seen checkOut(Behaviour behaviour) throws InterruptedException {
		return checkOut(aCart(behaviour));
	}

	public Seen checkOut(Cart cart) throws InterruptedException {
		try (Run run = new Run()) {
			return run.checkOut(cart);
		}
	}

	/** The calls, stop and governor of one run. */
	public final class Run implements AutoCloseable {

		private final StopSignal stop = new StopSignal();

		private final Governor governor;

		private final OutageSettings outages = new OutageSettings(5, Duration.ofMillis(100), Duration.ofSeconds(5),
				CheckoutFixture.this.patience, Duration.ofSeconds(30), 0);

		private final Availability availability = new Availability(this.outages, CheckoutFixture.this.clock, this.stop,
				new Silence(), new Silence());

		final PacedCalls<Answer> calls;

		final Checkouts checkouts;

		public Run() {
			this(128);
		}

		Run(int inFlight) {
			this.governor = new Governor(PaceSettings.inFlight(inFlight));
			this.calls = new PacedCalls<>(this.governor, this.availability, this.stop, CheckoutFixture.this.patience,
					CheckoutFixture.this.clock, CheckoutRetry.backOff(CheckoutFixture.this.repeats),
					new PartnerCenterCallRules(CheckoutFixture.this.client, this.stop), CallListener.NONE);
			this.checkouts = new Checkouts(CheckoutFixture.this.client, this.calls, this.stop,
					CheckoutFixture.this.claimed, CheckoutFixture.this.repeats, CheckoutFixture.this.clock);
		}

		Pace pace() {
			return this.governor.pace();
		}

		public Seen checkOut(Cart cart) throws InterruptedException {
			return checkOut(cart, false);
		}

		public Seen checkOut(Cart cart, boolean askedBefore) throws InterruptedException {
			Optional<CheckoutResult> result = this.checkouts.checkOut(cart, RequestId.random(), askedBefore);
			return new Seen(cart, result.orElse(null), cause(), CheckoutFixture.this.simulator);
		}

		public OrderReads orderReads(ProductRules products, PollingSchedule schedule, InstantSource clock) {
			return new OrderReads(CheckoutFixture.this.client, this.calls, products, schedule, clock);
		}

		boolean isStopping() {
			return this.stop.isRaised();
		}

		public void stop(StopReason why) {
			this.stop.raise(why);
		}

		public @Nullable StopReason cause() {
			return this.stop.reason().orElse(null);
		}

		@Override
		public void close() {
			this.stop.raise(new StopReason(StopKind.OPERATOR, "the test is over", ""));
			this.governor.close();
		}

	}

	/**
	 * What a checkout came to, and what arrived at the simulator for it.
	 *
	 * @param result null if nothing was asked
	 * @param stop null if the run goes on
	 */
	public record Seen(Cart cart, @Nullable CheckoutResult result, @Nullable StopReason stop, Simulator simulator) {

		public String outcome() {
			return (this.result != null) ? this.result.outcome().outcome().name() : "NOTHING";
		}

		public CheckoutOutcome told() {
			return Objects.requireNonNull(this.result).outcome();
		}

		public int attempts() {
			return Objects.requireNonNull(this.result).trace().attempts();
		}

		public StopReason stopCause() {
			return Objects.requireNonNull(this.stop);
		}

		public String stopKind() {
			return (this.stop != null) ? this.stop.kind().name() : "GOES_ON";
		}

		public List<SeenRequest> checkouts() {
			return this.simulator.checkoutsOf(this.cart.id().value());
		}

		/** One letter for each checkout: the same for the same MS-RequestId. */
		public String requestIds() {
			List<@Nullable String> ids = new ArrayList<>();
			StringBuilder letters = new StringBuilder();
			for (SeenRequest request : checkouts()) {
				if (!ids.contains(request.requestId())) {
					ids.add(request.requestId());
				}
				letters.append((char) ('A' + ids.indexOf(request.requestId())));
			}
			return letters.toString();
		}

		/** The shortest time between two checkouts; long if there was only one. */
		public Duration shortestGap() {
			List<SeenRequest> all = checkouts();
			long shortest = Long.MAX_VALUE;
			for (int i = 1; i < all.size(); i++) {
				shortest = Math.min(shortest, all.get(i).arrivedAtNanos() - all.get(i - 1).arrivedAtNanos());
			}
			return Duration.ofNanos(shortest);
		}

		/** C for a checkout, L for a look at the cart, O for one at the orders. */
		public String calls() {
			String customer = "/v1/customers/" + this.cart.customer();
			StringBuilder calls = new StringBuilder();
			for (SeenRequest request : this.simulator.requests()) {
				if (request.path().startsWith(customer)) {
					calls.append(request.isCheckout() ? 'C' : request.path().endsWith("/orders") ? 'O' : 'L');
				}
			}
			return calls.toString();
		}

		public List<String> orders() {
			return told().orders().stream().map((order) -> order.id().value()).toList();
		}

		public List<String> trueOrders() {
			CartTruth truth = this.simulator.truth(this.cart.customer().value(), this.cart.id().value());
			return (truth != null) ? truth.orders().stream().map(CartTruth.OrderTruth::orderId).toList() : List.of();
		}

	}

	private static final class Silence implements OutageListener {

		@Override
		public void apiDown(String what, Instant since, Instant givesUpAt) {
		}

		@Override
		public void stillDown(String what, Instant since, Instant givesUpAt) {
		}

		@Override
		public void apiUp(Duration lasted) {
		}

	}

	@Override
	public void close() {
		this.client.close();
		this.simulator.close();
	}

}
