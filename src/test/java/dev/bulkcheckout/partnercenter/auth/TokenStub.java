package dev.bulkcheckout.partnercenter.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.jspecify.annotations.Nullable;

/**
 * A token endpoint over real HTTP that answers as it is told and keeps what it was asked.
 */
final class TokenStub implements AutoCloseable {

	static final String TENANT = "11111111-2222-3333-4444-555555555555";

	static final String PATH = "/" + TENANT + "/oauth2/v2.0/token";

	private final HttpServer server;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final String scheme;

	private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();

	private final List<String> issued = new CopyOnWriteArrayList<>();

	private final Map<String, Instant> expiry = new ConcurrentHashMap<>();

	private final AtomicInteger number = new AtomicInteger();

	private volatile Behaviour behaviour = (exchange) -> token(exchange, 3600);

	TokenStub() {
		this(null);
	}

	TokenStub(@Nullable SSLContext tls) {
		try {
			InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
			if (tls != null) {
				HttpsServer https = HttpsServer.create(anyPort, 0);
				https.setHttpsConfigurator(new HttpsConfigurator(tls));
				this.server = https;
			}
			else {
				this.server = HttpServer.create(anyPort, 0);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.scheme = (tls != null) ? "https" : "http";
		this.server.createContext("/", this::handle);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	private void handle(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		Map<String, String> form = new HashMap<>();
		for (String pair : body.split("&", -1)) {
			String[] halves = pair.split("=", 2);
			form.put(halves[0], URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
		}
		form.put("path", exchange.getRequestURI().getPath());
		this.requests.add(form);
		this.behaviour.answer(exchange);
		exchange.close();
	}

	String authority() {
		return this.scheme + "://127.0.0.1:" + this.server.getAddress().getPort();
	}

	List<Map<String, String>> requests() {
		return this.requests;
	}

	Instant expiryOf(String token) {
		return Objects.requireNonNull(this.expiry.get(token), token);
	}

	List<String> issued() {
		return this.issued;
	}

	TokenStub behaves(Behaviour behaviour) {
		this.behaviour = behaviour;
		return this;
	}

	/**
	 * The first so many requests are answered otherwise.
	 */
	TokenStub behavesFirst(int times, Behaviour first) {
		AtomicInteger left = new AtomicInteger(times);
		return behaves((exchange) -> {
			if (left.getAndDecrement() > 0) {
				first.answer(exchange);
			}
			else {
				token(exchange, 3600);
			}
		});
	}

	void token(HttpExchange exchange, long seconds) throws IOException {
		int next = this.number.incrementAndGet();
		String token = "t0ken-" + next + "-" + "x".repeat(80);
		this.issued.add(token);
		this.expiry.put(token, Instant.now().plusSeconds(seconds));
		answer(exchange, 200,
				"""
						{"token_type":"Bearer","expires_in":"%d","ext_expires_in":"%d","access_token":"%s","refresh_token":"refr3sh-%d"}"""
					.formatted(seconds, seconds, token, next));
	}

	static Behaviour refuses(int status, String error, int code) {
		return (exchange) -> answer(exchange, status,
				"""
						{"error":"%s","error_description":"AADSTS%d: Words of Entra.\\r\\nTrace ID: 0000aaaa-11bb-cccc-dd22-eeeeee333333\\r\\nCorrelation ID: aaaa0000-bb11-2222-33cc-444444dddddd\\r\\nTimestamp: 2026-11-22 02:02:12Z","error_codes":[%d],"trace_id":"0000aaaa-11bb-cccc-dd22-eeeeee333333","correlation_id":"aaaa0000-bb11-2222-33cc-444444dddddd"}"""
					.formatted(error, code, code));
	}

	static void answer(HttpExchange exchange, int status, String body) throws IOException {
		answer(exchange, status, "application/json; charset=utf-8", body);
	}

	static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/**
	 * What one request gets.
	 */
	@FunctionalInterface
	interface Behaviour {

		void answer(HttpExchange exchange) throws IOException;

	}

}
