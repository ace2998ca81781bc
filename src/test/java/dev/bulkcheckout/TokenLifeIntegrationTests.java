package dev.bulkcheckout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.bulkcheckout.partnercenter.auth.TestKeys;
import dev.bulkcheckout.simulator.SimulatorCounts;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.simulator.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs of the real program that outlive their tokens many times over.
 */
@Execution(ExecutionMode.CONCURRENT)
class TokenLifeIntegrationTests {

	/** Twenty seconds a token, two minutes a run. */
	private static final TokenLife TWO_MINUTES = new TokenLife(Duration.ofSeconds(20), 64 * 60, 64,
			Duration.ofSeconds(2));

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
	@Tag("long")
	void noCartFailsWhileAUsersTokensExpireUnderAnInHouseAuthority() throws Exception {
		this.short3s.outlivedBy(this.directory, For.A_USER, Proof.CERTIFICATE, Transport.HTTPS);
	}

	@ParameterizedTest
	@Tag("long")
	@EnumSource
	void noCartFailsWhileTokensOf20SecondsExpire(Transport transport) throws Exception {
		List<Callable<Void>> runs = new ArrayList<>();
		for (For whom : For.values()) {
			for (Proof proof : Proof.values()) {
				Path own = Files.createDirectory(this.directory.resolve(whom + "-" + proof));
				runs.add(() -> {
					TWO_MINUTES.outlivedBy(own, whom, proof, transport);
					return null;
				});
			}
		}
		try (ExecutorService threads = Executors.newFixedThreadPool(runs.size())) {
			for (Future<Void> run : threads.invokeAll(runs)) {
				run.get();
			}
		}
	}

	/** How the application proves who it is. */
	enum Proof {

		SECRET, CERTIFICATE

	}

	/** For whom it asks. */
	enum For {

		ITSELF, A_USER

	}

	/** How it is spoken to. */
	enum Transport {

		HTTP, HTTPS

	}

	/**
	 * A run that outlives its tokens many times over, of the real program through the
	 * real client.
	 *
	 * @param life of each token
	 * @param carts how many there are
	 * @param inFlight how many are asked for at a time
	 * @param latency of each call
	 */
	private record TokenLife(Duration life, int carts, int inFlight, Duration latency) {

		private static final String SECRET = "the-only-right-secret";

		private static final String FIRST_REFRESH_TOKEN = "the-only-right-refresh-token";

		/**
		 * Runs all carts in a directory of its own and asserts that none failed and that
		 * no token was renewed before three quarters of its life.
		 */
		void outlivedBy(Path directory, For whom, Proof proof, Transport transport) throws Exception {
			TestKeys keys = new TestKeys(directory);
			Path certificate = keys.pkcs12("application");
			TokenSettings tokens = TokenSettings.ANY_CLIENT.withLife(this.life)
				.withClient(TestCli.CLIENT, (proof == Proof.SECRET) ? SECRET : null, (proof == Proof.CERTIFICATE)
						? (X509Certificate) TestKeys.load(certificate).getCertificate("application") : null);
			if (whom == For.A_USER) {
				tokens = tokens.withRefreshTokens(Set.of(FIRST_REFRESH_TOKEN));
			}
			SimulatorSettings.Builder settings = SimulatorSettings.builder()
				.latency(Latency.fixed(this.latency))
				.recordedRequests(0)
				.tokens(tokens);
			Path authority = keys.authority();
			if (transport == Transport.HTTPS) {
				settings.tls(keys.serverStore(authority), TestKeys.PASSWORD);
			}
			try (TestDatabase database = TestDatabase.migrated();
					Simulator partnerCenter = Simulator.start(settings.build())) {
				Program program = new Program(directory).on(database.url())
					.asking(partnerCenter)
					.set("BULK_CHECKOUT_POLLING_INITIAL_DELAY", "100ms");
				if (transport == Transport.HTTPS) {
					program.set("JDK_JAVA_OPTIONS",
							"-Djavax.net.ssl.trustStore=" + keys.trustStore(authority, "trust.p12")
									+ " -Djavax.net.ssl.trustStorePassword=" + TestKeys.PASSWORD);
				}
				prove(program, directory, certificate, whom, proof);
				Path csv = program.carts(this.carts);
				Instant begin = Instant.now();
				Program.Child run = program.run("run", csv.toString(), "--concurrency", "" + this.inFlight);
				Duration took = Duration.between(begin, Instant.now());
				assertThat(run.exitCode()).as("%s", run).isZero();
				SimulatorCounts counts = partnerCenter.counts();
				assertThat(counts.orderedCarts()).isEqualTo(this.carts);
				assertThat(took).as("the run outlives its tokens").isGreaterThan(this.life.multipliedBy(3));
				long earliest = this.life.multipliedBy(3).dividedBy(4).toMillis();
				// on a machine that stalls a token can grow too old on its way
				assertThat(counts.tokenRequests()).as("one renewal a life in %s: %s", took, counts)
					.isBetween(2L, 1 + took.toMillis() / earliest + counts.unauthorized());
			}
		}

		private static void prove(Program program, Path directory, Path certificate, For whom, Proof proof)
				throws Exception {
			switch (proof) {
				case SECRET -> program.set("PARTNER_CENTER_CLIENT_SECRET", SECRET);
				case CERTIFICATE -> program.set("PARTNER_CENTER_CLIENT_CERTIFICATE", certificate.toString())
					.set("PARTNER_CENTER_CLIENT_CERTIFICATE_PASSWORD", TestKeys.PASSWORD);
			}
			if (whom == For.A_USER) {
				program.set("PARTNER_CENTER_REFRESH_TOKEN_FILE",
						Files.writeString(directory.resolve("refresh-token"), FIRST_REFRESH_TOKEN).toString());
			}
		}

	}

}
