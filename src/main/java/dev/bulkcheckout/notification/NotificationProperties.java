package dev.bulkcheckout.notification;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import dev.bulkcheckout.partnercenter.ConnectionSettings;
import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.Secret;

/**
 * Who is told how a run ended. The mail server is Spring Boot's to set:
 * {@code spring.mail.host} and its neighbours.
 *
 * @param webhook a program that is told
 * @param mail people who are told
 */
@ConfigurationProperties("bulk-checkout.notification")
public record NotificationProperties(@DefaultValue Webhook webhook, @DefaultValue Mail mail) {

	/**
	 * A program that is told.
	 *
	 * @param url its https address; plain http only toward this machine
	 * @param secret what the event is signed with, so that the receiver knows who tells
	 * it
	 * @param secretFile a file with the secret instead
	 * @param timeout how long one try may take; there are three
	 */
	public record Webhook(@Nullable URI url, @Nullable Secret secret, @Nullable String secretFile,
			@DefaultValue("10s") Duration timeout) {

		/**
		 * Refuses nonsense by the property's name.
		 */
		public Webhook {
			if (url != null && !ConnectionSettings.mayCarrySecrets(url)) {
				throw new InvalidConfigurationPropertyValueException("bulk-checkout.notification.webhook.url", url,
						"must be an https address, or plain http toward this machine");
			}
			if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
				throw new InvalidConfigurationPropertyValueException("bulk-checkout.notification.webhook.timeout",
						timeout, "must be more than nothing and at most 5m");
			}
		}

		/**
		 * The secret, wherever it was given; null for none.
		 * @throws InvalidSettingException if it was given twice, or its file cannot be
		 * read
		 */
		@Nullable Secret signedWith() {
			if (this.secretFile == null || this.secretFile.isBlank()) {
				return this.secret;
			}
			if (this.secret != null) {
				throw new InvalidSettingException("BULK_CHECKOUT_NOTIFICATION_WEBHOOK_SECRET and"
						+ " BULK_CHECKOUT_NOTIFICATION_WEBHOOK_SECRET_FILE are both given: give one");
			}
			return Secret.inFile("BULK_CHECKOUT_NOTIFICATION_WEBHOOK_SECRET_FILE", this.secretFile);
		}
	}

	/**
	 * People who are told.
	 *
	 * @param to their addresses, comma-separated; {@code spring.mail.host} names the
	 * server
	 * @param from who writes to them; the first of them where nothing is said
	 */
	public record Mail(@DefaultValue List<String> to, @Nullable String from) {
	}

}
