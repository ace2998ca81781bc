package dev.bulkcheckout.notification;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Writes to people: the verdict is the subject, what {@code show} prints the text.
 */
final class Mail implements NotificationChannel {

	private final JavaMailSender sender;

	private final List<String> to;

	private final String from;

	Mail(NotificationProperties.Mail settings, JavaMailSender sender) {
		this.sender = sender;
		this.to = List.copyOf(settings.to());
		this.from = (settings.from() != null) ? settings.from() : this.to.getFirst();
	}

	@Override
	public void tell(Notification notification) {
		SimpleMailMessage message = new SimpleMailMessage();
		message.setTo(this.to.toArray(String[]::new));
		message.setFrom(this.from);
		message.setSubject("bulk-checkout, %s: %s (exit code %d)".formatted(notification.subject(),
				notification.verdict().lines().findFirst().orElse(""), notification.exitCode()));
		message.setText(notification.text() + notification.commands()
			.stream()
			.filter((command) -> !notification.text().contains(command))
			.map((command) -> "\nnext: " + command)
			.collect(Collectors.joining()));
		this.sender.send(message);
	}

	@Override
	public String toString() {
		return "who reads mail at " + String.join(", ", this.to);
	}

}
