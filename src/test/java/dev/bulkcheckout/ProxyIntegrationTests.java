package dev.bulkcheckout;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bulkcheckout.partnercenter.auth.TestKeys;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A network that lets nobody out but through its proxy: no name of the API or the token
 * endpoint can be looked up here.
 */
@Execution(ExecutionMode.CONCURRENT)
class ProxyIntegrationTests {

	private static final int CARTS = 5;

	private final TestDatabase database = TestDatabase.migrated();

	private final Path directory;

	private Simulator partnerCenter;

	private Program program;

	private @Nullable ConnectProxy proxy;

	ProxyIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@BeforeEach
	void start() throws Exception {
		TestKeys keys = new TestKeys(this.directory);
		Path authority = keys.authority();
		this.partnerCenter = Simulator
			.start(SimulatorSettings.builder().tls(keys.serverStore(authority), TestKeys.PASSWORD).build());
		this.program = new Program(this.directory, this.database.url(), this.partnerCenter)
			.set("PARTNER_CENTER_BASE_URL", "https://api.example")
			.set("PARTNER_CENTER_AUTHORITY", "https://login.example")
			.set("BULK_CHECKOUT_POLLING_INITIAL_DELAY", "100ms")
			.set("BULK_CHECKOUT_PATIENCE", "1ms")
			.jvmOption("-Djavax.net.ssl.trustStore=" + keys.trustStore(authority, "trust.p12"))
			.jvmOption("-Djavax.net.ssl.trustStorePassword=" + TestKeys.PASSWORD);
	}

	@AfterEach
	void close() {
		if (this.proxy != null) {
			this.proxy.close();
		}
		this.partnerCenter.close();
		this.database.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTPS_PROXY", "https_proxy" })
	void aRunAndItsTokenGoThroughTheProxyOfTheEnvironment(String variable) {
		ConnectProxy open = proxy(null);
		this.program.set(variable, "http://127.0.0.1:" + open.port()).set("NO_PROXY", "other.example,10.0.0.0/8");
		assertRuns();
		assertThat(open.asked()).contains("login.example:443", "api.example:443");
		assertThat(this.program.run("check").out())
			.contains("ok       proxy     token endpoint and API: 127.0.0.1:" + open.port() + " (" + variable + ")");
	}

	@Test
	void aProxyThatWantsCredentialsIsGivenThemAndNobodyElse() {
		ConnectProxy careful = proxy("us@er:p:a/s%s");
		this.program.set("HTTPS_PROXY", "us%40er:p:a%2Fs%25s@127.0.0.1:" + careful.port())
			.set("LOGGING_LEVEL_ROOT", "TRACE");
		String said = assertRuns().said() + this.program.run("check").said();
		assertThat(said).contains("127.0.0.1:" + careful.port() + " (HTTPS_PROXY, with credentials)")
			.doesNotContain("p:a/s%s", "a%2Fs", "dXNAZXI6cDphL3Mlcw");
		assertThat(careful.asked()).contains("login.example:443", "api.example:443");
		this.program.set("HTTPS_PROXY", "us%40er:wr0ng@127.0.0.1:" + careful.port());
		Program.Child refused = this.program.run("check");
		assertThat(refused.exitCode()).as("%s", refused).isEqualTo(2);
		assertThat(refused.out()).contains("got 407: the proxy wants to know who asks");
		assertThat(refused.said()).doesNotContain("wr0ng");
	}

	@Test
	@Tag("long")
	void javasPropertiesAreHonouredBeforeTheEnvironment() {
		ConnectProxy javas = proxy(null);
		this.program.set("HTTPS_PROXY", "http://127.0.0.1:1")
			.jvmOption("-Dhttps.proxyHost=127.0.0.1")
			.jvmOption("-Dhttps.proxyPort=" + javas.port());
		assertRuns();
		assertThat(javas.asked()).contains("login.example:443", "api.example:443");
		this.program.jvmOption("-Dhttp.nonProxyHosts=login.*");
		assertThat(this.program.run("check").out())
			.contains("proxy     token endpoint: none, API: 127.0.0.1:" + javas.port() + " (https.proxyHost)");
	}

	@Test
	void whatNoProxyListsIsAskedDirectly() {
		ConnectProxy unused = proxy(null);
		this.program.set("HTTPS_PROXY", "http://127.0.0.1:" + unused.port()).set("NO_PROXY", ".example");
		Program.Child check = this.program.run("check");
		assertThat(check.exitCode()).as("%s", check).isEqualTo(2);
		assertThat(check.out()).doesNotContain("proxy  ").contains("got no answer");
		assertThat(unused.asked()).isEmpty();
	}

	@Test
	void aVariableThatIsNoAddressIsRefusedWithoutBeingQuoted() {
		Program.Child check = this.program.set("HTTPS_PROXY", "http://user:s3cret word@proxy").run("check");
		assertThat(check.exitCode()).as("%s", check).isEqualTo(2);
		assertThat(check.out()).contains("HTTPS_PROXY must name an HTTP proxy");
		assertThat(check.said()).doesNotContain("s3cret");
	}

	private ConnectProxy proxy(@Nullable String credentials) {
		this.proxy = new ConnectProxy(this.partnerCenter.baseUrl().getPort(), credentials);
		return this.proxy;
	}

	private Program.Child assertRuns() {
		Program.Child run = this.program.run("run", this.program.carts(CARTS).toString());
		assertThat(run.exitCode()).as("%s", run).isZero();
		assertThat(this.partnerCenter.counts().orderedCarts()).isEqualTo(CARTS);
		return run;
	}

}
