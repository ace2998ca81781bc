package dev.bulkcheckout;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.Environment;

import dev.bulkcheckout.checkout.Checkouts;
import dev.bulkcheckout.checkout.ClaimedOrders;
import dev.bulkcheckout.checkout.PartnerCenterCallRules;
import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.checkout.RetrySettings;
import dev.bulkcheckout.cli.UsageException;
import dev.bulkcheckout.job.Calls;
import dev.bulkcheckout.job.CallsFactory;
import dev.bulkcheckout.throttling.StopSignal;
import dev.bulkcheckout.job.Talk;
import dev.bulkcheckout.partnercenter.ConnectionSettings;
import dev.bulkcheckout.subscriptions.OrderReads;
import dev.bulkcheckout.partnercenter.PartnerCenterClient;
import dev.bulkcheckout.subscriptions.PollingSchedule;
import dev.bulkcheckout.subscriptions.ProductRules;
import dev.bulkcheckout.partnercenter.auth.NoAccessTokenException;
import dev.bulkcheckout.partnercenter.auth.PartnerCenterAccessTokens;
import dev.bulkcheckout.partnercenter.auth.PartnerCenterProperties;
import dev.bulkcheckout.partnercenter.auth.RefreshTokenAge;
import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.settings.Settings;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.throttling.Availability;
import dev.bulkcheckout.throttling.Governor;
import dev.bulkcheckout.throttling.PacedCalls;
import dev.bulkcheckout.throttling.CallListener;
import dev.bulkcheckout.throttling.OutageSettings;
import dev.bulkcheckout.throttling.Pace;
import dev.bulkcheckout.throttling.PaceSettings;

/**
 * Opens what a run asks Partner Center with, or for a rehearsal the simulator. Settings
 * are checked and a token is had before any cart is touched.
 */
final class PartnerCenterCalls implements CallsFactory, AutoCloseable {

	private final Environment environment;

	private final ClaimedOrders claimed;

	private final Talk talk;

	private @Nullable Simulator simulator;

	private volatile @Nullable Governor governor;

	PartnerCenterCalls(Environment environment, ClaimedOrders claimed, Talk talk) {
		this.environment = environment;
		this.claimed = claimed;
		this.talk = talk;
	}

	@Override
	public Optional<Calls> open(RunProperties options, StopSignal stop) throws InterruptedException {
		if (stop.isRaised()) {
			return Optional.empty();
		}
		try {
			InstantSource clock = InstantSource.system();
			PartnerCenterProperties properties = options.rehearsal() ? rehearsal()
					: PartnerCenterProperties.from(this.environment);
			PartnerCenterAccessTokens tokens = new PartnerCenterAccessTokens(properties, clock);
			RefreshTokenAge age = tokens.identity().refreshTokenAge();
			if (age != null) {
				this.talk.say((age.isOld() ? "warning: " : "") + age.told());
			}
			boolean there = new FirstToken(tokens, properties.tokenUrl(), this.talk, clock)
				.await(options.outageTimeout(), stop);
			return there ? Optional.of(open(options, stop, properties, tokens, clock)) : Optional.empty();
		}
		catch (InvalidSettingException | NoAccessTokenException ex) {
			throw new UsageException(
					ex.getMessage() + "\nno cart was asked; 'bulk-checkout check' shows when all is right");
		}
	}

	private Calls open(RunProperties options, StopSignal stop, PartnerCenterProperties properties,
			PartnerCenterAccessTokens tokens, InstantSource clock) {
		RunProperties.Retry retry = options.retry();
		RetrySettings repeats = new RetrySettings(retry.maxAttempts(), retry.firstPause(), retry.longestPause(),
				retry.longestWait(), retry.totalTime());
		double rate = (options.rate() != null) ? options.rate() : Double.POSITIVE_INFINITY;
		Governor opened = new Governor(PaceSettings.inFlight(options.concurrency()).withRate(rate));
		OutageSettings patience = OutageSettings.patience(options.outageTimeout());
		Availability availability = new Availability(patience, clock, stop, new OutageTalk(this.talk, "Partner Center"),
				new OutageTalk(this.talk, "Partner Center's checkout"));
		PartnerCenterClient client = new PartnerCenterClient(new ConnectionSettings(properties.baseUrl(),
				properties.connectTimeout(), properties.readTimeout(), options.concurrency()), tokens, clock);
		stop.onRaise((reason) -> opened.close());
		PacedCalls<Answer> calls = new PacedCalls<>(opened, availability, stop, options.outageTimeout(), clock,
				repeats.backOff(), new PartnerCenterCallRules(client, stop), CallListener.NONE);
		this.governor = opened;
		return new Calls(new Checkouts(client, calls, stop, this.claimed, repeats, clock),
				new OrderReads(client, calls, productRules(options), schedule(options.polling()), clock),
				() -> close(opened, client));
	}

	private void close(Governor opened, PartnerCenterClient client) {
		this.governor = null;
		opened.close();
		client.close();
	}

	private PartnerCenterProperties rehearsal() {
		Simulator started = Simulator.start(SimulatorSettings.builder()
			.latency(Latency.lognormal(Duration.ofMillis(60), Duration.ofMillis(600)))
			.build());
		this.simulator = started;
		this.talk.say("this is a rehearsal: a simulator answers on " + started.baseUrl() + ", nothing is bought");
		return PartnerCenterProperties.from(new Binder(new MapConfigurationPropertySource(
				Map.of("partner-center.base-url", started.baseUrl().toString(), "partner-center.authority",
						started.authority().toString(), "partner-center.tenant-id", "rehearsal.example",
						"partner-center.client-id", "rehearsal", "partner-center.client-secret", "rehearsal"))));
	}

	private static ProductRules productRules(RunProperties options) {
		return new ProductRules(options.productRules()
			.stream()
			.map((rule) -> new ProductRules.Rule(rule.offer(), rule.name(), rule.subscription()))
			.toList());
	}

	private static PollingSchedule schedule(RunProperties.Polling polling) {
		return new PollingSchedule(polling.firstPause(), polling.longestPause(), polling.maxReads(),
				polling.noneAfter(), () -> ThreadLocalRandom.current().nextDouble());
	}

	Optional<String> paceNow() {
		Governor current = this.governor;
		if (current == null) {
			return Optional.empty();
		}
		Pace pace = current.pace();
		String paused = pace.pausedFor().isZero() ? ""
				: ", throttled for %d s".formatted(pace.pausedFor().toSeconds() + 1);
		return Optional.of("%d in flight%s".formatted(pace.inFlight(), paused));
	}

	@Override
	public void close() {
		Simulator started = this.simulator;
		if (started != null) {
			started.close();
		}
	}

}
