package dev.bulkcheckout.partnercenter;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A server of raw sockets that does to each request exactly what a test says, and keeps
 * what arrived.
 */
final class StubServer implements AutoCloseable {

	/**
	 * What the server does to a request that has arrived.
	 */
	interface Behaviour {

		void answer(Socket socket) throws Exception;

	}

	private final ServerSocket listener;

	private final Thread accepting;

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final AtomicInteger connections = new AtomicInteger();

	private volatile Behaviour behaviour = respond("200 OK", "", "{}");

	StubServer() throws IOException {
		this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
		this.accepting = Thread.ofVirtual().start(this::accept);
	}

	StubServer does(Behaviour behaviour) {
		this.behaviour = behaviour;
		return this;
	}

	URI url(String scheme) {
		return URI.create(scheme + "://127.0.0.1:" + port());
	}

	int port() {
		return this.listener.getLocalPort();
	}

	/** The heads of the requests, in order of arrival. */
	List<String> requests() {
		return this.requests;
	}

	int connections() {
		return this.connections.get();
	}

	/** A whole answer; the connection stays open. */
	static Behaviour respond(String status, String headers, String body) {
		return respond(status, headers, body.getBytes(StandardCharsets.UTF_8));
	}

	static Behaviour respond(String status, String headers, byte[] body) {
		return (socket) -> {
			write(socket, "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length + "\r\n" + headers + "\r\n");
			socket.getOutputStream().write(body);
			socket.getOutputStream().flush();
		};
	}

	/** Bytes as they are, then the end of the connection. */
	static Behaviour sendAndClose(String text) {
		return (socket) -> {
			write(socket, text);
			socket.close();
		};
	}

	static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		socket.getOutputStream().flush();
	}

	/** A reset instead of an orderly end. */
	static void reset(Socket socket) throws IOException {
		socket.setSoLinger(true, 0);
		socket.close();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		try {
			// until then the port still takes connections
			this.accepting.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.listener.accept();
				this.connections.incrementAndGet();
				this.sockets.add(socket);
				Thread.ofVirtual().start(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// closed: the test is over
		}
	}

	private void serve(Socket socket) {
		try {
			InputStream in = new BufferedInputStream(socket.getInputStream());
			String head = head(in);
			while (head != null) {
				this.requests.add(head);
				this.behaviour.answer(socket);
				head = head(in);
			}
		}
		catch (Exception ex) {
			// the test looks at what its client saw
		}
	}

	private static @Nullable String head(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		for (int read = in.read(); read >= 0; read = in.read()) {
			head.write(read);
			String text = head.toString(StandardCharsets.ISO_8859_1);
			if (text.endsWith("\r\n\r\n")) {
				return text;
			}
		}
		return null;
	}

}
