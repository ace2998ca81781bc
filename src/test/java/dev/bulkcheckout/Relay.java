package dev.bulkcheckout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A free port of this machine, of which each connection is served by a thread of its own.
 */
final class Relay implements AutoCloseable {

	private final ServerSocket server;

	/**
	 * Listens at once.
	 */
	Relay(Service service) {
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread.ofVirtual().start(() -> accept(service));
	}

	int port() {
		return this.server.getLocalPort();
	}

	private void accept(Service service) {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				Thread.ofVirtual().start(() -> serve(client, service));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private static void serve(Socket client, Service service) {
		try (client) {
			service.serve(client);
		}
		catch (IOException ex) {
			// whoever asks is told by the end of the connection
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Carries what each of two says to the other, until both have ended.
	 */
	static void join(Socket client, Socket service) throws InterruptedException {
		Thread back = Thread.ofVirtual().start(() -> copy(service, client));
		copy(client, service);
		back.join();
	}

	private static void copy(Socket from, Socket to) {
		try {
			from.getInputStream().transferTo(to.getOutputStream());
			to.shutdownOutput();
		}
		catch (IOException ex) {
			// cut in the meantime
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Serves one connection, which is closed afterwards.
	 */
	@FunctionalInterface
	interface Service {

		void serve(Socket client) throws IOException, InterruptedException;

	}

}
