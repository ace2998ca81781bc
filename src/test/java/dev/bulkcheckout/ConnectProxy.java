package dev.bulkcheckout;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * A proxy that lets whoever it knows through to one port of this machine, whatever host
 * was asked for, and keeps which that was.
 */
final class ConnectProxy implements AutoCloseable {

	private final Relay relay;

	private final int target;

	private final @Nullable String credentials;

	private final List<String> asked = new CopyOnWriteArrayList<>();

	/**
	 * Listens on a free port.
	 * @param credentials user and password with a colon in between; null if anybody may
	 * pass
	 */
	ConnectProxy(int target, @Nullable String credentials) {
		this.target = target;
		this.credentials = credentials;
		this.relay = new Relay(this::serve);
	}

	int port() {
		return this.relay.port();
	}

	/**
	 * The hosts and ports that were let through to.
	 */
	List<String> asked() {
		return this.asked;
	}

	private void serve(Socket client) throws IOException, InterruptedException {
		String head = head(client.getInputStream());
		while (!isKnown(head)) {
			client.getOutputStream().write("""
					HTTP/1.1 407 Proxy Authentication Required\r
					Proxy-Authenticate: Basic realm="proxy"\r
					Content-Length: 0\r
					\r
					""".getBytes(StandardCharsets.US_ASCII));
			head = head(client.getInputStream());
		}
		if (!head.startsWith("CONNECT ")) {
			return;
		}
		this.asked.add(head.split(" ", 3)[1]);
		try (Socket service = new Socket(InetAddress.getLoopbackAddress(), this.target)) {
			client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			Relay.join(client, service);
		}
	}

	private boolean isKnown(String head) {
		return head.isEmpty() || this.credentials == null || head.contains("Proxy-Authorization: Basic "
				+ Base64.getEncoder().encodeToString(this.credentials.getBytes(StandardCharsets.UTF_8)) + "\r\n");
	}

	/** Up to the blank line; empty at the end. */
	private static String head(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		for (int next = in.read(); next >= 0; next = in.read()) {
			head.append((char) next);
			if (head.toString().endsWith("\r\n\r\n")) {
				return head.toString();
			}
		}
		return "";
	}

	@Override
	public void close() {
		this.relay.close();
	}

}
