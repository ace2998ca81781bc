package dev.bulkcheckout.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How a simulator starts. {@link #DEFAULTS} is a quick and healthy one on a free port of
 * the loopback interface.
 *
 * @param host address to listen on
 * @param port 0 for a free one
 * @param latency how long calls of the API take
 * @param provisioning how long after the order late subscription ids and the state
 * {@code completed} come; a savings plan takes three times as long
 * @param trouble how long an order that misbehaves at first does so, since it was made
 * @param listLag how long an order is missing from the customer's orders
 * @param hang how long a call without an answer is kept open at most
 * @param retryAfter Retry-After of a cart that answers 429 or 503
 * @param recordedRequests how many of the newest calls are kept to look at; 0 for none
 * @param throttle null for none
 * @param tokens who gets a token
 * @param scenario what carts do besides what their ids say, and when the API is down
 * @param tls null for plain HTTP
 */
public record SimulatorSettings(String host, int port, Latency latency, Latency provisioning, Duration trouble,
		Duration listLag, Duration hang, Duration retryAfter, int recordedRequests, @Nullable Throttle throttle,
		TokenSettings tokens, Scenario scenario, @Nullable Tls tls) {

	/** A quick and healthy simulator on a free loopback port. */
	public static final SimulatorSettings DEFAULTS = new SimulatorSettings("127.0.0.1", 0, Latency.NONE,
			Latency.fixed(Duration.ofSeconds(5)), Duration.ofSeconds(3), Duration.ZERO, Duration.ofMinutes(10),
			Duration.ofSeconds(1), 10_000, null, TokenSettings.ANY_CLIENT, Scenario.NONE, null);

	public SimulatorSettings {
		Objects.requireNonNull(host);
		if (port < 0 || port > 65_535) {
			throw new IllegalArgumentException("port is " + port + " but must be 0 to 65535");
		}
		if (recordedRequests < 0) {
			throw new IllegalArgumentException("recordedRequests must be 0 or more");
		}
	}

	/** A key store to serve HTTPS with. */
	public record Tls(Path keyStore, String password) {

		/** Without the password. */
		@Override
		public String toString() {
			return "Tls[keyStore=" + this.keyStore + "]";
		}

	}

	/** Settings to change, from the defaults. */
	public static Builder builder() {
		return new Builder(DEFAULTS);
	}

	/** Settings to change, from these. */
	public Builder toBuilder() {
		return new Builder(this);
	}

	/** Collects settings one by one. */
	public static final class Builder {

		private String host;

		private int port;

		private Latency latency;

		private Latency provisioning;

		private Duration trouble;

		private Duration listLag;

		private Duration hang;

		private Duration retryAfter;

		private int recordedRequests;

		private @Nullable Throttle throttle;

		private TokenSettings tokens;

		private Scenario scenario;

		private @Nullable Tls tls;

		private Builder(SimulatorSettings settings) {
			this.host = settings.host;
			this.port = settings.port;
			this.latency = settings.latency;
			this.provisioning = settings.provisioning;
			this.trouble = settings.trouble;
			this.listLag = settings.listLag;
			this.hang = settings.hang;
			this.retryAfter = settings.retryAfter;
			this.recordedRequests = settings.recordedRequests;
			this.throttle = settings.throttle;
			this.tokens = settings.tokens;
			this.scenario = settings.scenario;
			this.tls = settings.tls;
		}

		/** Address to listen on, {@code 0.0.0.0} for all. */
		public Builder host(String host) {
			this.host = host;
			return this;
		}

		/** Port to listen on, 0 for a free one. */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/** How long calls of the API take. */
		public Builder latency(Latency latency) {
			this.latency = latency;
			return this;
		}

		/** How long after the order late subscription ids come. */
		public Builder provisioning(Latency provisioning) {
			this.provisioning = provisioning;
			return this;
		}

		/** How long an order that misbehaves at first does so. */
		public Builder trouble(Duration trouble) {
			this.trouble = trouble;
			return this;
		}

		/** How long an order is missing from the list of orders. */
		public Builder listLag(Duration listLag) {
			this.listLag = listLag;
			return this;
		}

		/** How long a call without an answer is kept open. */
		public Builder hang(Duration hang) {
			this.hang = hang;
			return this;
		}

		/** Retry-After of a cart that answers 429 or 503. */
		public Builder retryAfter(Duration retryAfter) {
			this.retryAfter = retryAfter;
			return this;
		}

		/** How many of the newest calls are kept, 0 for none. */
		public Builder recordedRequests(int recordedRequests) {
			this.recordedRequests = recordedRequests;
			return this;
		}

		/** Limits the calls of the API; null for no limit. */
		public Builder throttle(@Nullable Throttle throttle) {
			this.throttle = throttle;
			return this;
		}

		/** Who gets a token. */
		public Builder tokens(TokenSettings tokens) {
			this.tokens = tokens;
			return this;
		}

		/** What carts do besides what their ids say. */
		public Builder scenario(Scenario scenario) {
			this.scenario = scenario;
			return this;
		}

		/** Serves HTTPS with the key in this PKCS#12 file. */
		public Builder tls(Path keyStore, String password) {
			this.tls = new Tls(keyStore, password);
			return this;
		}

		/** The settings as they stand. */
		public SimulatorSettings build() {
			return new SimulatorSettings(this.host, this.port, this.latency, this.provisioning, this.trouble,
					this.listLag, this.hang, this.retryAfter, this.recordedRequests, this.throttle, this.tokens,
					this.scenario, this.tls);
		}

	}

}
