package dev.bulkcheckout.notification;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.settings.InvalidSettingException;

/**
 * Whoever is to be told of a run's end, as far as it is set.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotificationProperties.class)
@ImportAutoConfiguration(MailSenderAutoConfiguration.class)
public class NotificationConfiguration {

	@Bean
	Notifications notifications(NotificationProperties properties, ObjectProvider<JavaMailSender> mail,
			RunReports reports, OperatorConsole console, InstantSource clock) {
		List<NotificationChannel> channels = new ArrayList<>();
		if (properties.webhook().url() != null) {
			channels.add(new Webhook(properties.webhook()));
		}
		if (!properties.mail().to().isEmpty()) {
			JavaMailSender sender = mail.getIfAvailable();
			if (sender == null) {
				throw new InvalidSettingException("bulk-checkout.notification.mail.to names people to write to,"
						+ " but spring.mail.host (SPRING_MAIL_HOST) names no mail server");
			}
			channels.add(new Mail(properties.mail(), sender));
		}
		return new Notifications(reports, channels, console, clock);
	}

}
