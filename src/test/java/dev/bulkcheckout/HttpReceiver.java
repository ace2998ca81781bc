package dev.bulkcheckout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;

/**
 * A server that is told things: it keeps what it is sent, and answers as it is told to.
 */
final class HttpReceiver implements AutoCloseable {

	private final HttpServer server;

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private volatile int status = 200;

	HttpReceiver() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			try (exchange) {
				this.received.add(new Received(exchange.getRequestURI().getPath(),
						Map.copyOf(exchange.getRequestHeaders()), exchange.getRequestBody().readAllBytes()));
				exchange.sendResponseHeaders(this.status, -1);
			}
		});
		this.server.start();
	}

	/**
	 * What was sent.
	 */
	record Received(String path, Map<String, List<String>> headers, byte[] body) {

		String text() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

		String header(String name) {
			return Objects.requireNonNull(this.headers.get(name), name).getFirst();
		}

	}

	HttpReceiver answering(int status) {
		this.status = status;
		return this;
	}

	URI address() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	List<Received> received() {
		return this.received;
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
