package dev.bulkcheckout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.UnaryOperator;

/**
 * A server of raw answers whose Date header differs from this machine's clock: no HTTP
 * server lets one set it.
 */
final class WrongClock implements AutoCloseable {

	private final ServerSocket socket;

	private final Duration ahead;

	private final UnaryOperator<String> answers;

	private WrongClock(Duration ahead, UnaryOperator<String> answers) throws IOException {
		this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.ahead = ahead;
		this.answers = answers;
		Thread.ofVirtual().start(this::serve);
	}

	/** Refuses every assertion as outside its time. */
	static WrongClock refusingAssertions(Duration ahead) throws IOException {
		return new WrongClock(ahead, (request) -> "401 {\"error\":\"invalid_client\",\"error_description\":"
				+ "\"AADSTS700024: Client assertion is not within its valid time range.\",\"error_codes\":[700024]}");
	}

	/** Gives a token and answers every read. */
	static WrongClock answering(Duration ahead) throws IOException {
		return new WrongClock(ahead, (request) -> request.startsWith("POST")
				? "200 {\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"simulated\"}" : "200 {}");
	}

	String url() {
		return "http://127.0.0.1:" + this.socket.getLocalPort();
	}

	private void serve() {
		while (!this.socket.isClosed()) {
			try (Socket connection = this.socket.accept()) {
				answer(connection);
			}
			catch (IOException ex) {
				// closed, or the caller went away
			}
		}
	}

	private void answer(Socket connection) throws IOException {
		BufferedReader in = new BufferedReader(
				new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
		String request = String.valueOf(in.readLine());
		int length = 0;
		for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
			if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
				length = Integer.parseInt(line.substring(15).strip());
			}
		}
		for (int i = 0; i < length; i++) {
			in.read();
		}
		String[] answer = this.answers.apply(request).split(" ", 2);
		String date = DateTimeFormatter.RFC_1123_DATE_TIME
			.format(Instant.now().plus(this.ahead).atZone(ZoneOffset.UTC));
		connection.getOutputStream()
			.write("HTTP/1.1 %s said\r\nDate: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
				.formatted(answer[0], date, answer[1].length(), answer[1])
				.getBytes(StandardCharsets.ISO_8859_1));
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
