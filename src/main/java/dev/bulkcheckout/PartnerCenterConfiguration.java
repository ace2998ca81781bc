package dev.bulkcheckout;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.check.FirstToken;
import dev.bulkcheckout.checkout.CartPreflight;
import dev.bulkcheckout.checkout.Checkouts;
import dev.bulkcheckout.checkout.ClaimedOrders;
import dev.bulkcheckout.checkout.PartnerCenterCallRules;
import dev.bulkcheckout.checkout.CheckoutRetry;
import dev.bulkcheckout.job.Calls;
import dev.bulkcheckout.run.CallsFactory;
import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.RunEvents;
import dev.bulkcheckout.ledger.RunPulses;
import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.partnercenter.ConnectionSettings;
import dev.bulkcheckout.partnercenter.PartnerCenterClient;
import dev.bulkcheckout.partnercenter.auth.Cloud;
import dev.bulkcheckout.partnercenter.auth.Flow;
import dev.bulkcheckout.partnercenter.auth.NoAccessTokenException;
import dev.bulkcheckout.partnercenter.auth.PartnerCenterAccessTokens;
import dev.bulkcheckout.partnercenter.auth.PartnerCenterProperties;
import dev.bulkcheckout.partnercenter.auth.RefreshTokenAge;
import dev.bulkcheckout.metrics.RunMetrics;
import dev.bulkcheckout.run.CallHistory;
import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.subscriptions.OrderReads;
import dev.bulkcheckout.subscriptions.PollingSchedule;
import dev.bulkcheckout.subscriptions.ProductRules;
import dev.bulkcheckout.throttling.Availability;
import dev.bulkcheckout.throttling.CallListener;
import dev.bulkcheckout.throttling.Governor;
import dev.bulkcheckout.throttling.OutageListener;
import dev.bulkcheckout.throttling.OutageMessages;
import dev.bulkcheckout.throttling.OutageSettings;
import dev.bulkcheckout.throttling.PaceSettings;
import dev.bulkcheckout.throttling.PacedCalls;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * What a run asks Partner Center with, all of it under one governor. Made when a launch
 * is about to ask, so that one that has nothing to ask needs no credentials.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PartnerCenterProperties.class)
class PartnerCenterConfiguration {

	@Bean
	StopSignal stopSignal() {
		return new StopSignal();
	}

	@Bean
	PartnerCenterAccessTokens accessTokens(PartnerCenterProperties properties, InstantSource clock) {
		return new PartnerCenterAccessTokens(properties, clock);
	}

	@Bean
	PartnerCenterClient partnerCenterClient(PartnerCenterProperties properties, PartnerCenterAccessTokens tokens,
			RunProperties options, InstantSource clock) {
		return new PartnerCenterClient(new ConnectionSettings(properties.baseUrl(), properties.connectTimeout(),
				properties.readTimeout(), options.concurrency()), tokens, clock);
	}

	@Bean
	Governor governor(RunProperties options, StopSignal stop) {
		double rate = (options.rate() != null) ? options.rate() : Double.POSITIVE_INFINITY;
		Governor governor = new Governor(PaceSettings.inFlight(options.concurrency()).withRate(rate));
		stop.onRaise((reason) -> governor.close());
		return governor;
	}

	@Bean
	CallHistory callHistory(NamedParameterJdbcTemplate jdbc, PlatformTransactionManager transactionManager,
			Leases leases, Governor governor, PartnerCenterAccessTokens tokens, InstantSource clock,
			ObjectProvider<RunMetrics> metrics) {
		TransactionTemplate transactions = new TransactionTemplate(transactionManager);
		CallHistory history = new CallHistory(new RunPulses(jdbc, transactions, leases),
				new RunEvents(jdbc, transactions, leases), governor::pace, clock);
		tokens.onIssued((expiresAt) -> {
			history.tokenIssued(expiresAt);
			metrics.forEach(RunMetrics::tokenIssued);
		});
		return history;
	}

	@Bean
	Availability availability(RunProperties options, StopSignal stop, OperatorConsole console, CallHistory history,
			InstantSource clock) {
		OutageSettings settings = OutageSettings.patience(options.outageTimeout());
		return new Availability(settings, clock, stop, outages("Partner Center", console, history),
				outages("Partner Center's checkout", console, history));
	}

	private static OutageListener outages(String subject, OperatorConsole console, CallHistory history) {
		return OutageListener.both(new OutageMessages(console, subject), history.outagesOf(subject));
	}

	@Bean
	PacedCalls<Answer> pacedCalls(PartnerCenterClient client, Governor governor, Availability availability,
			StopSignal stop, RunProperties options, CallHistory history, ObjectProvider<RunMetrics> metrics,
			InstantSource clock) {
		CallListener listener = metrics.stream().map(CallListener.class::cast).reduce(history, CallListener::both);
		return new PacedCalls<>(governor, availability, stop, options.outageTimeout(), clock,
				CheckoutRetry.backOff(options.retry()), new PartnerCenterCallRules(client, stop), listener);
	}

	@Bean
	ClaimedOrders claimedOrders(Carts carts, DatabaseRetry retry) {
		return (order, cart) -> retry.call(() -> carts.isAnothersOrder(order, cart));
	}

	@Bean
	Checkouts checkouts(PartnerCenterClient client, PacedCalls<Answer> calls, StopSignal stop, ClaimedOrders claimed,
			RunProperties options, InstantSource clock) {
		return new Checkouts(client, calls, stop, claimed, options.retry(), clock);
	}

	@Bean
	OrderReads orderReads(PartnerCenterClient client, PacedCalls<Answer> calls, RunProperties options,
			InstantSource clock) {
		PollingSchedule schedule = new PollingSchedule(options.polling(),
				() -> ThreadLocalRandom.current().nextDouble());
		return new OrderReads(client, calls, new ProductRules(options.productRules()), schedule, clock);
	}

	@Bean
	CartPreflight cartPreflight(PartnerCenterClient client, PacedCalls<Answer> calls, PartnerCenterAccessTokens tokens,
			PartnerCenterProperties properties, InstantSource clock) {
		boolean readsAgreements = tokens.identity().flow() == Flow.APP_AND_USER && properties.cloud() == Cloud.GLOBAL;
		return new CartPreflight(client, calls, readsAgreements, clock);
	}

	@Bean
	Calls calls(Checkouts checkouts, OrderReads orders, CartPreflight preflight) {
		return new Calls(checkouts, orders, preflight);
	}

	/**
	 * Waits for a token, then makes the calls: settings are checked and a token is had
	 * before any cart is touched.
	 */
	@Bean
	CallsFactory callsFactory(ObjectProvider<PartnerCenterAccessTokens> tokens,
			ObjectProvider<PartnerCenterProperties> properties, ObjectProvider<Calls> calls,
			ObjectProvider<RunMetrics> metrics, OperatorConsole console, InstantSource clock) {
		return (options, stop) -> {
			if (stop.isRaised()) {
				return Optional.empty();
			}
			try {
				RefreshTokenAge age = tokens.getObject().identity().refreshTokenAge();
				if (age != null) {
					metrics.forEach((told) -> told.refreshTokenAge(age::age));
					console.say((age.isOld() ? "warning: " : "") + age.told());
				}
				boolean there = new FirstToken(tokens.getObject(), properties.getObject().tokenUrl(), console, clock)
					.await(options.outageTimeout(), stop);
				return there ? Optional.of(calls.getObject()) : Optional.empty();
			}
			catch (BeansException | NoAccessTokenException ex) {
				String refusal = (ex instanceof NoAccessTokenException) ? ex.getMessage()
						: InvalidSettingException.in(ex).orElseThrow(() -> ex).getMessage();
				throw new InvalidSettingException(
						refusal + "\nno cart was asked; 'bulk-checkout check' shows when all is right");
			}
		};
	}

}
