package dev.bulkcheckout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A wire to a port of this machine that can be cut and mended.
 */
final class CutWire implements AutoCloseable {

	private final Relay relay;

	private final int target;

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private volatile boolean cut;

	CutWire(int target) {
		this.target = target;
		this.relay = new Relay(this::serve);
	}

	int port() {
		return this.relay.port();
	}

	void cut() {
		this.cut = true;
		this.open.forEach(CutWire::close);
	}

	void mend() {
		this.cut = false;
	}

	private void serve(Socket client) throws IOException, InterruptedException {
		try (Socket service = new Socket(InetAddress.getLoopbackAddress(), this.target)) {
			this.open.add(client);
			this.open.add(service);
			if (!this.cut) {
				Relay.join(client, service);
			}
		}
		finally {
			this.open.remove(client);
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.relay.close();
		cut();
	}

}
