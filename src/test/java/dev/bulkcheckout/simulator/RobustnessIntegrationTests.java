package dev.bulkcheckout.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that nobody likes. */
@Timeout(120)
class RobustnessIntegrationTests {

	private final Simulator simulator = Simulator.start();

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\r\n\r\n", "garbage\r\n\r\n", "G@RB AGE / HTTP/1.1\r\nHost: x\r\n\r\n",
			"GET / HTTP/1.0\r\n\r\n", "GET /v1/%zz/%c3%28 HTTP/1.1\r\nHost: x\r\n\r\n",
			"GET /v1/customers/../../etc HTTP/1.1\r\nHost: x\r\n\r\n",
			"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
			"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
			"POST / HTTP/1.1\r\nNo-Colon\r\n\r\n", "GET /simulator/requests?cart=%zz HTTP/1.1\r\nHost: x\r\n\r\n" })
	void rubbishDoesNotStopIt(String rubbish) throws Exception {
		exchange(rubbish.getBytes(StandardCharsets.ISO_8859_1));
		isAlive();
	}

	@Test
	void noiseDoesNotStopIt() throws Exception {
		Random random = new Random(1);
		for (int i = 0; i < 50; i++) {
			byte[] noise = new byte[1 + random.nextInt(3000)];
			random.nextBytes(noise);
			exchange(noise);
		}
		isAlive();
	}

	@Test
	void giantHeadersAndBodiesAreRefused() throws Exception {
		Client client = Client.of(this.simulator);
		String path = "/v1/customers/" + Client.CUSTOMER + "/orders";
		int status = statusOrLost(client, client.request(path).header("X-Giant", "x".repeat(100_000)));
		assertThat(status).isBetween(0, 499).isNotEqualTo(200);
		status = statusOrLost(client, client.request(path).POST(BodyPublishers.ofByteArray(new byte[5_000_000])));
		assertThat(status).isBetween(0, 499).isNotEqualTo(200);
		isAlive();
	}

	@Test
	void unknownPathsAreNotFoundInTheMainFamily() throws Exception {
		Client client = Client.of(this.simulator);
		for (String path : new String[] { "/", "/v1", "/v1/nothing", "/v1/customers/x/y/z/a/b/c",
				"/v1/customers//orders/" }) {
			HttpResponse<String> answer = client.get(path);
			assertThat(answer.statusCode()).as(path).isIn(400, 404);
			assertThat(Client.json(answer).has("code")).isTrue();
		}
	}

	@Test
	void wrongMethodsAreNotAllowed() throws Exception {
		Client client = Client.of(this.simulator);
		HttpResponse<String> answer = client
			.get("/v1/customers/" + Client.CUSTOMER + "/carts/00000000-0000-0000-0000-000000000001/checkout");
		assertThat(answer.statusCode()).isEqualTo(405);
		assertThat(client.send(client.request("/v1/customers/" + Client.CUSTOMER + "/orders").DELETE()).statusCode())
			.isEqualTo(405);
	}

	@Test
	void idsThatAreNoGuidsAreRefused() throws Exception {
		Client client = Client.of(this.simulator);
		assertThat(client.checkout("not-a-guid").statusCode()).isEqualTo(400);
		assertThat(client.get("/v1/customers/nobody/orders").statusCode()).isEqualTo(400);
	}

	@Test
	void harmlessReadAnswers() throws Exception {
		assertThat(Client.of(this.simulator).get("/v1/profiles/organization").statusCode()).isEqualTo(200);
	}

	@Test
	void portThatClosesAndConnectionsThatEndAreNoNews() throws Exception {
		List<LogRecord> said = new CopyOnWriteArrayList<>();
		Handler ear = new Handler() {

			@Override
			public void publish(LogRecord record) {
				said.add(record);
			}

			@Override
			public void flush() {
			}

			@Override
			public void close() {
			}

		};
		Logger root = Logger.getLogger("");
		root.addHandler(ear);
		try {
			for (String name : List.of("ServerListener", "ConnectionHandler", "http1.Http1Connection")) {
				Logger logger = Logger.getLogger("io.helidon.webserver." + name);
				logger.setLevel(null);
				logger.severe("Executor rejected handler for new connection");
			}
			exchange("G@RB AGE / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
			exchange("POST / HTTP/1.1\r\nNo-Colon\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
			this.simulator.goDown(OutageMode.REFUSED);
			this.simulator.comeBack();
			isAlive();
			assertThat(said).isEmpty();
		}
		finally {
			root.removeHandler(ear);
		}
	}

	private void isAlive() throws Exception {
		assertThat(Client.of(this.simulator).checkout("00000000-0000-0000-0000-000000000001").statusCode())
			.isEqualTo(201);
	}

	/** The status, 0 if the connection was closed instead. */
	private static int statusOrLost(Client client, HttpRequest.Builder request) throws InterruptedException {
		try {
			return client.send(request).statusCode();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private void exchange(byte[] bytes) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.simulator.port())) {
			socket.setSoTimeout(5000);
			socket.getOutputStream().write(bytes);
			socket.shutdownOutput();
			socket.getInputStream().readAllBytes();
		}
		catch (SocketException ex) {
			// to close the connection on rubbish is an answer, too
		}
	}

}
