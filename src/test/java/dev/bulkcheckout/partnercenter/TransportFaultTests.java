package dev.bulkcheckout.partnercenter;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.RequestId;
import dev.bulkcheckout.partnercenter.auth.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which faults are "not sent", which may be asked again freely, and which are "lost",
 * behind which an order may stand.
 */
class TransportFaultTests {

	private static final Cart CART = new Cart(new CustomerId("11111111-aaaa-4bbb-8ccc-222222222222"),
			new CartId("33333333-dddd-4eee-8fff-444444444444"));

	private static final String BEGUN = "HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{\"orders\":";

	private StubServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = new StubServer();
	}

	@AfterEach
	void stop() throws Exception {
		this.server.close();
	}

	private static Answer checkout(URI url, Duration connectTimeout, Duration readTimeout) {
		try (PartnerCenterClient client = new PartnerCenterClient(
				new ConnectionSettings(url, connectTimeout, readTimeout, 1), new FixedTokens(),
				InstantSource.system())) {
			return client.checkout(CART, RequestId.random());
		}
	}

	private static Answer checkout(URI url) {
		return checkout(url, Duration.ofSeconds(10), Duration.ofSeconds(30));
	}

	private static void assertNotSent(Answer answer, String what) {
		assertThat(answer).isInstanceOfSatisfying(Answer.NotSent.class,
				(notSent) -> assertThat(notSent.what()).contains(what));
	}

	private void assertLost(Answer answer, String what) {
		assertThat(answer).isInstanceOfSatisfying(Answer.Lost.class, (lost) -> assertThat(lost.what()).contains(what));
		assertThat(this.server.requests()).as("requests that arrived").hasSize(1);
	}

	@Test
	void refusedConnectionIsNotSent() throws Exception {
		this.server.close();
		assertNotSent(checkout(this.server.url("http")), "connection refused by 127.0.0.1:" + this.server.port());
	}

	@Test
	void unknownHostIsNotSent() {
		assertNotSent(checkout(URI.create("https://partner-center.invalid")),
				"no address is known for partner-center.invalid:443 (DNS)");
	}

	@Test
	void connectTimeoutIsNotSent() throws Exception {
		try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			List<Socket> queue = new ArrayList<>();
			// fill the queue of a listener that never accepts
			boolean fits = true;
			while (fits && queue.size() < 64) {
				fits = fits(deaf, queue);
			}
			assertNotSent(
					checkout(URI.create("http://127.0.0.1:" + deaf.getLocalPort()), Duration.ofMillis(300),
							Duration.ofSeconds(30)),
					"no connection to 127.0.0.1:" + deaf.getLocalPort() + " within 300 ms");
			for (Socket socket : queue) {
				socket.close();
			}
		}
	}

	private static boolean fits(ServerSocket deaf, List<Socket> queue) {
		Socket socket = new Socket();
		try {
			socket.connect(deaf.getLocalSocketAddress(), 300);
			queue.add(socket);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Test
	void serverThatSpeaksNoTlsIsNotSent() throws Exception {
		try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			Thread.ofVirtual().start(() -> {
				try (Socket socket = plain.accept()) {
					StubServer.write(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
					socket.getInputStream().transferTo(OutputStream.nullOutputStream());
				}
				catch (IOException ex) {
					// the client has seen what it had to see
				}
			});
			assertNotSent(checkout(URI.create("https://127.0.0.1:" + plain.getLocalPort())), "TLS handshake with");
		}
	}

	@Test
	void silenceInTheHandshakeIsNotSent() {
		// the stub waits for a request head and answers nothing
		assertNotSent(checkout(this.server.url("https"), Duration.ofMillis(300), Duration.ofSeconds(30)),
				"no connection to 127.0.0.1:" + this.server.port() + " within 300 ms");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void endInTheHandshakeIsNotSent(boolean reset) throws Exception {
		try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			Thread.ofVirtual().start(() -> hangUp(listener, reset));
			assertThat(checkout(URI.create("https://127.0.0.1:" + listener.getLocalPort())))
				.isInstanceOf(Answer.NotSent.class);
		}
	}

	private static void hangUp(ServerSocket listener, boolean reset) {
		try {
			Socket socket = listener.accept();
			InputStream in = socket.getInputStream();
			in.read();
			if (reset) {
				StubServer.reset(socket);
			}
			else {
				in.readNBytes(in.available());
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void certificateThatNobodyVouchesForIsNotSent(@TempDir Path directory) throws Exception {
		KeyStore keys = TestKeys.load(new TestKeys(directory).pkcs12("own", "-ext", "san=ip:127.0.0.1"));
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, TestKeys.PASSWORD.toCharArray());
		SSLContext tls = SSLContext.getInstance("TLS");
		tls.init(managers.getKeyManagers(), null, null);
		try (SSLServerSocket listener = (SSLServerSocket) tls.getServerSocketFactory()
			.createServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			Thread.ofVirtual().start(() -> {
				try (Socket socket = listener.accept()) {
					socket.getInputStream().read();
				}
				catch (IOException ex) {
					// the client turned away
				}
			});
			assertNotSent(checkout(URI.create("https://127.0.0.1:" + listener.getLocalPort())), "TLS handshake with");
		}
	}

	@Test
	void noFreeConnectionInTimeIsNotSent() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		this.server.does((socket) -> {
			arrived.countDown();
			Thread.sleep(60_000);
		});
		try (PartnerCenterClient client = new PartnerCenterClient(
				new ConnectionSettings(this.server.url("http"), Duration.ofMillis(300), Duration.ofSeconds(60), 1),
				new FixedTokens(), InstantSource.system())) {
			Thread.ofVirtual().start(() -> client.checkout(CART, RequestId.random()));
			arrived.await();
			assertNotSent(client.checkout(CART, RequestId.random()),
					"none of the 1 connections to 127.0.0.1:" + this.server.port() + " was free within 300 ms");
		}
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void silenceAfterTheRequestIsLost() {
		this.server.does((socket) -> Thread.sleep(60_000));
		assertLost(checkout(this.server.url("http"), Duration.ofSeconds(10), Duration.ofMillis(300)),
				"no answer of 127.0.0.1:" + this.server.port() + " within 300 ms");
	}

	@Test
	void resetAfterTheRequestIsLost() {
		this.server.does(StubServer::reset);
		assertLost(checkout(this.server.url("http")), "broke: Connection reset");
	}

	@Test
	void endWithoutAnAnswerIsLost() {
		this.server.does(Socket::close);
		assertLost(checkout(this.server.url("http")), "closed the connection without an answer");
	}

	@Test
	void endInTheHeadersIsLost() {
		this.server.does(StubServer.sendAndClose("HTTP/1.1 201 Created\r\nContent-Le"));
		assertThat(checkout(this.server.url("http"))).isInstanceOf(Answer.Lost.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { BEGUN, "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n1d\r\n{\"orders\":",
			"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
			"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n" })
	void bodyCutShortIsLost(String begun) {
		this.server.does(StubServer.sendAndClose(begun));
		assertLost(checkout(this.server.url("http")),
				"the answer 201 of 127.0.0.1:" + this.server.port() + " was cut short");
	}

	@Test
	void gzipCutShortIsLost() {
		this.server.does((socket) -> {
			StubServer.write(socket, "HTTP/1.1 201 Created\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n");
			socket.getOutputStream().write(new byte[] { 0x1f, (byte) 0x8b, 8, 0 });
		});
		assertLost(checkout(this.server.url("http")), "the answer 201");
	}

	@Test
	void resetInTheBodyIsLost() {
		this.server.does((socket) -> {
			StubServer.write(socket, BEGUN);
			StubServer.reset(socket);
		});
		assertThat(checkout(this.server.url("http"))).isInstanceOf(Answer.Lost.class);
	}

	@Test
	void silenceInTheBodyIsLost() {
		this.server.does((socket) -> {
			StubServer.write(socket, BEGUN);
			Thread.sleep(60_000);
		});
		assertLost(checkout(this.server.url("http"), Duration.ofSeconds(10), Duration.ofMillis(300)),
				"the answer 201 of 127.0.0.1:" + this.server.port() + " did not end within 300 ms");
	}

	@Test
	void bodyThatDripsIsLostAtTheReadTimeout() {
		this.server.does((socket) -> {
			StubServer.write(socket, BEGUN);
			while (true) {
				StubServer.write(socket, " ");
				Thread.sleep(20);
			}
		});
		assertLost(checkout(this.server.url("http"), Duration.ofSeconds(10), Duration.ofMillis(500)),
				"did not end within 500 ms");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SSH-2.0-OpenSSH\r\n", "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 abc\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: minus one\r\n\r\n{}" })
	void whatIsNotHttpIsLost(String answer) {
		this.server.does(StubServer.sendAndClose(answer));
		assertThat(checkout(this.server.url("http"))).isInstanceOf(Answer.Lost.class);
	}

	@Test
	void headerWithoutEndIsLost() {
		this.server.does(StubServer
			.sendAndClose("HTTP/1.1 200 OK\r\nX: " + "x".repeat(200_000) + "\r\nContent-Length: 0\r\n\r\n"));
		assertThat(checkout(this.server.url("http"))).isInstanceOf(Answer.Lost.class);
	}

	@Test
	void interruptEndsACallAndIsKept() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		this.server.does((socket) -> {
			arrived.countDown();
			Thread.sleep(60_000);
		});
		List<Object> seen = new ArrayList<>();
		Thread caller = Thread.ofVirtual().start(() -> {
			seen.add(checkout(this.server.url("http")));
			seen.add(Thread.currentThread().isInterrupted());
		});
		arrived.await();
		caller.interrupt();
		caller.join();
		assertThat(seen.getFirst()).isInstanceOfSatisfying(Answer.Lost.class,
				(lost) -> assertThat(lost.what()).contains("interrupted"));
		assertThat(seen.getLast()).isEqualTo(true);
	}

}
