package dev.bulkcheckout.partnercenter;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ConnectionSettingsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static ConnectionSettings to(String url) {
		return new ConnectionSettings(URI.create(url), SECOND, SECOND, 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://api.partnercenter.microsoft.com", "http://localhost:8080", "http://127.0.0.1:1/x",
			"http://[::1]:8080", "HTTP://LocalHost" })
	void secureOrLoopbackIsTaken(String url) {
		assertThat(to(url).baseUrl()).hasToString(url);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://api.partnercenter.microsoft.com", "http://127.0.0.1.example.com",
			"http://localhost.example.com", "http://10.0.0.1", "http://[::2]", "ftp://localhost", "api.example.com",
			"https:///v1", "https://user:secret@localhost", "https://localhost?a", "https://localhost#a" })
	void whatWouldShowATokenOrCannotBeMeantIsRefused(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> to(url))
			.withMessageStartingWith("PARTNER_CENTER_BASE_URL")
			.withMessageNotContaining("secret");
	}

	@Test
	void timesAndNumbersArePositive() {
		URI url = URI.create("https://localhost");
		assertThatIllegalArgumentException().isThrownBy(() -> new ConnectionSettings(url, Duration.ZERO, SECOND, 1))
			.withMessageStartingWith("PARTNER_CENTER_CONNECT_TIMEOUT");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ConnectionSettings(url, SECOND, Duration.ofDays(30), 1))
			.withMessageStartingWith("PARTNER_CENTER_READ_TIMEOUT");
		assertThatIllegalArgumentException().isThrownBy(() -> new ConnectionSettings(url, SECOND, SECOND, 0));
	}

}
