package dev.bulkcheckout;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.simulator.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who is told how a run ended, by receivers that hear it.
 */
class NotificationIntegrationTests {

	private static final String SECRET = "only the two of us know";

	@TempDir
	private Path directory = Path.of("");

	@Test
	void aWebhookIsToldInASignedCloudEvent() throws Exception {
		Path secret = Files.writeString(this.directory.resolve("webhook-secret"), SECRET + "\n");
		try (HttpReceiver receiver = new HttpReceiver();
				RunFixture fixture = new RunFixture(this.directory, SimulatorSettings.DEFAULTS)
					.with("bulk-checkout.notification.webhook.url", receiver.address() + "/told?room=7")
					.with("bulk-checkout.notification.webhook.secret-file", secret)) {
			fixture
				.run(fixture.aFileOf(List.of(CartsCsv.FINE + "-000000000001", "40010000-0080-0009-0000-000000000002")));
			assertThat(receiver.received()).hasSize(1);
			HttpReceiver.Received told = receiver.received().getFirst();
			assertThat(told.path()).isEqualTo("/told");
			assertThat(told.header("Content-type")).startsWith("application/cloudevents+json");
			assertThat(told.header("X-hub-signature-256")).isEqualTo("sha256=" + hmac(told.body()));
			JsonNode event = JsonMapper.shared().readTree(told.body());
			assertThat(event.path("specversion").asString()).isEqualTo("1.0");
			assertThat(event.path("type").asString()).isEqualTo("dev.bulkcheckout.run.finished");
			assertThat(event.path("subject").asString()).isEqualTo("1");
			JsonNode data = event.path("data");
			assertThat(data.path("exitCode").asInt()).isEqualTo(3);
			assertThat(data.path("verdict").asString()).isEqualTo("1 of 2 carts needs a person");
			assertThat(data.path("next").path(0).asString()).isEqualTo("bulk-checkout rerun 1 --dry-run");
			assertThat(data.path("run").path("outcomes").path("REFUSED").asInt()).isEqualTo(1);
		}
	}

	@Test
	void peopleAreWrittenTo() throws Exception {
		GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
		server.start();
		try (RunFixture fixture = new RunFixture(this.directory, SimulatorSettings.DEFAULTS)
			.with("spring.mail.host", "127.0.0.1")
			.with("spring.mail.port", server.getSmtp().getPort())
			.with("bulk-checkout.notification.mail.to", "ops@partner.example,night@partner.example")
			.with("bulk-checkout.notification.mail.from", "bulk-checkout@partner.example")) {
			fixture.run(fixture.aFileOf(List.of("40010000-0080-0009-0000-000000000002")));
			MimeMessage mail = server.getReceivedMessages()[0];
			assertThat(mail.getAllRecipients()).hasSize(2);
			assertThat(mail.getSubject()).isEqualTo("bulk-checkout, run 1: 1 of 1 cart needs a person (exit code 3)");
			assertThat(GreenMailUtil.getBody(mail)).contains("bulk-checkout rerun 1 --dry-run", "800009");
		}
		finally {
			server.stop();
		}
	}

	@Test
	void aLaunchThatCannotAskIsToldToo() throws Exception {
		try (HttpReceiver receiver = new HttpReceiver();
				RunFixture fixture = new RunFixture(this.directory,
						SimulatorSettings.builder().tokens(TokenSettings.ANY_CLIENT).build())
					.with("bulk-checkout.notification.webhook.url", receiver.address())
					.with("partner-center.tenant-id", "")) {
			Path csv = fixture.aFileOf(1);
			assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> fixture.run(csv));
			JsonNode event = JsonMapper.shared().readTree(receiver.received().getFirst().body());
			assertThat(event.path("type").asString()).isEqualTo("dev.bulkcheckout.run.refused");
			assertThat(event.path("data").path("exitCode").asInt()).isEqualTo(2);
			assertThat(event.path("data").path("verdict").asString()).contains("PARTNER_CENTER_TENANT_ID");
			assertThat(event.path("data").path("run").isNull()).isTrue();
		}
	}

	@Test
	void whoCannotBeToldChangesNothing() throws Exception {
		try (HttpReceiver receiver = new HttpReceiver().answering(404);
				RunFixture fixture = new RunFixture(this.directory, SimulatorSettings.DEFAULTS)
					.with("bulk-checkout.notification.webhook.url", receiver.address() + "/s3cret-path")
					.with("spring.mail.host", "127.0.0.1")
					.with("spring.mail.port", 1)
					.with("bulk-checkout.notification.mail.to", "ops@partner.example")) {
			RunEnd end = fixture.run(fixture.aFileOf(1));
			assertThat(end).isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 0));
			assertThat(receiver.received()).as("it will not fare better").hasSize(1);
			assertThat(fixture.said).anyMatch(
					(line) -> line.startsWith("the webhook at 127.0.0.1 could not be told of the end of run 1: 404"))
				.anyMatch((line) -> line.startsWith("who reads mail at ops@partner.example could not be told"))
				.noneMatch((line) -> line.contains("s3cret"));
		}
	}

	private static String hmac(byte[] body) throws Exception {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
		return HexFormat.of().formatHex(mac.doFinal(body));
	}

}
