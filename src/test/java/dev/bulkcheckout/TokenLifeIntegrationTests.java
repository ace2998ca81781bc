package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.TokenLife.For;
import dev.bulkcheckout.TokenLife.Proof;
import dev.bulkcheckout.TokenLife.Transport;

@Execution(ExecutionMode.CONCURRENT)
class TokenLifeIntegrationTests {

	/** 12 seconds. */
	private final TokenLife short3s = new TokenLife(Duration.ofSeconds(3), 384, 16, Duration.ofMillis(500));

	private final Path directory;

	TokenLifeIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void noCartFailsWhileAnApplicationsTokensExpire() throws Exception {
		this.short3s.outlivedBy(this.directory, For.ITSELF, Proof.SECRET, Transport.HTTP);
	}

	@Test
	void noCartFailsWhileAUsersTokensExpireUnderAnInHouseAuthority() throws Exception {
		this.short3s.outlivedBy(this.directory, For.A_USER, Proof.CERTIFICATE, Transport.HTTPS);
	}

}
