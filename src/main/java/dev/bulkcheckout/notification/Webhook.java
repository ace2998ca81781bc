package dev.bulkcheckout.notification;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

import dev.bulkcheckout.partnercenter.proxy.ProxiedHttp;
import dev.bulkcheckout.settings.Secret;

/**
 * Posts a CloudEvent (1.0, structured JSON) and signs its bytes as GitHub does:
 * {@code X-Hub-Signature-256: sha256=} and the HMAC-SHA256 in hex, which receivers know
 * how to check. Asked again where a try may fare better.
 */
final class Webhook implements NotificationChannel {

	private static final MediaType CLOUD_EVENT = MediaType.parseMediaType("application/cloudevents+json");

	private static final String ALGORITHM = "HmacSHA256";

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	private static final int TRIES = 3;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final URI url;

	private final @Nullable Secret secret;

	private final RestClient http;

	private final Retry retry;

	Webhook(NotificationProperties.Webhook settings, Duration firstPause) {
		this.url = Objects.requireNonNull(settings.url());
		this.secret = settings.signedWith();
		this.http = RestClient.builder()
			.requestFactory(ProxiedHttp.toward(this.url, settings.timeout(), settings.timeout()))
			.build();
		this.retry = Retry.of("webhook",
				RetryConfig.custom()
					.maxAttempts(TRIES)
					.intervalFunction(IntervalFunction.ofExponentialBackoff(firstPause))
					.retryOnException(Webhook::mayFareBetter)
					.build());
	}

	Webhook(NotificationProperties.Webhook settings) {
		this(settings, FIRST_PAUSE);
	}

	private static boolean mayFareBetter(Throwable failure) {
		return !(failure instanceof HttpClientErrorException refused)
				|| refused.getStatusCode().isSameCodeAs(HttpStatus.TOO_MANY_REQUESTS)
				|| refused.getStatusCode().isSameCodeAs(HttpStatus.REQUEST_TIMEOUT);
	}

	@Override
	public void tell(Notification notification) {
		byte[] event = JSON.writeValueAsBytes(event(notification));
		this.retry.executeRunnable(() -> this.http.post().uri(this.url).contentType(CLOUD_EVENT).headers((headers) -> {
			if (this.secret != null) {
				headers.set("X-Hub-Signature-256", "sha256=" + signature(event, this.secret));
			}
		}).body(event).retrieve().toBodilessEntity());
	}

	private static ObjectNode event(Notification notification) {
		ObjectNode event = JSON.createObjectNode()
			.put("specversion", "1.0")
			.put("id", notification.id().toString())
			.put("source", "/bulk-checkout")
			.put("type", notification.kind().type())
			.put("time", notification.at().toString())
			.put("datacontenttype", "application/json");
		if (notification.run() != null) {
			event.put("subject", String.valueOf(notification.run().value()));
		}
		ObjectNode data = event.putObject("data")
			.put("exitCode", notification.exitCode())
			.put("verdict", notification.verdict());
		ArrayNode next = data.putArray("next");
		notification.commands().forEach(next::add);
		data.set("run", (notification.json() != null) ? JSON.readTree(notification.json()) : JSON.nullNode());
		return event;
	}

	private static String signature(byte[] event, Secret secret) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
			return HexFormat.of().formatHex(mac.doFinal(event));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("every Java has " + ALGORITHM, ex);
		}
	}

	/** Its path or query may be a secret of its own. */
	@Override
	public String toString() {
		return "the webhook at " + this.url.getHost();
	}

}
