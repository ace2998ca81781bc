package dev.bulkcheckout.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.Handler;
import org.jspecify.annotations.Nullable;

/** The port of the simulator, which can be closed for a while and opened again. */
final class Listener {

	private static final int LARGEST_BODY = 1 << 20;

	/** Held, since a logger that nobody holds forgets its level. */
	private static final Logger HELIDON = Logger.getLogger("io.helidon");

	/**
	 * What these say is what a simulator does on purpose: it closes its port while
	 * somebody connects, and loses connections in the middle.
	 */
	private static final List<Logger> SILENT = Stream
		.of("io.helidon.webserver.ServerListener", "io.helidon.webserver.LoomServer",
				"io.helidon.webserver.http1.Http1Connection", "io.helidon.webserver.ConnectionHandler")
		.map(Logger::getLogger)
		.toList();

	private final String host;

	private @Nullable Handler handler;

	private final @Nullable Tls tls;

	private final RawConnections wires = new RawConnections();

	private int port;

	private @Nullable WebServer server;

	private @Nullable SocketChannel placeholder;

	Listener(SimulatorSettings settings) {
		this.host = settings.host();
		this.port = settings.port();
		SimulatorSettings.Tls tls = settings.tls();
		this.tls = (tls != null) ? Tls.builder().sslContext(KeyStores.context(tls)).build() : null;
		if (HELIDON.getLevel() == null) {
			HELIDON.setLevel(Level.WARNING);
		}
		// not by level, as whoever sets up logging later takes levels away
		SILENT.forEach((logger) -> logger.setFilter((unused) -> false));
	}

	/**
	 * Opens the port for the first time.
	 * @throws UncheckedIOException if another program has it
	 */
	synchronized void open(Handler handler) {
		this.handler = handler;
		open();
	}

	synchronized int port() {
		return this.port;
	}

	/** Opens the port again, the same as before. */
	synchronized void open() {
		Handler handler = this.handler;
		if (this.server != null || handler == null) {
			return;
		}
		WebServerConfig.Builder config = WebServer.builder()
			.host(this.host)
			.port(this.port)
			.backlog(4096)
			.maxPayloadSize(LARGEST_BODY)
			.shutdownHook(false)
			.shutdownGracePeriod(Duration.ZERO)
			.addConnectionSelector(this.wires)
			.protocolsDiscoverServices(false)
			.connectionOptions(this.wires.options())
			.routing((routing) -> routing.any(handler));
		if (this.tls != null) {
			config.tls(this.tls);
		}
		this.server = start(config);
		this.port = this.server.port();
		release();
	}

	/** The server tells in its log only that it cannot listen. */
	private WebServer start(WebServerConfig.Builder config) {
		if (new InetSocketAddress(this.host, this.port).isUnresolved()) {
			throw new UncheckedIOException(new UnknownHostException("there is no such address"));
		}
		WebServer opened = config.build();
		opened.start();
		if (!opened.isRunning()) {
			throw new UncheckedIOException(
					new BindException("another program has the port, or the address is not this machine's"));
		}
		return opened;
	}

	/** Closes the port, resets its connections, and keeps others from taking it. */
	synchronized void close() {
		WebServer open = this.server;
		if (open != null) {
			this.server = null;
			this.wires.resetAll();
			open.stop();
			this.wires.resetAll();
			hold();
		}
	}

	/** Closes the port for good. */
	synchronized void end() {
		close();
		this.handler = null;
		release();
	}

	/** Resets every open connection, the port stays open. */
	void resetConnections() {
		this.wires.resetAll();
	}

	/** A socket that is bound but does not listen: whoever connects is refused. */
	private void hold() {
		try {
			SocketChannel held = SocketChannel.open();
			held.setOption(StandardSocketOptions.SO_REUSEADDR, true);
			held.bind(new InetSocketAddress(this.host, this.port));
			this.placeholder = held;
		}
		catch (IOException ex) {
			// the port is then closed all the same, only not kept
			this.placeholder = null;
		}
	}

	private void release() {
		SocketChannel held = this.placeholder;
		this.placeholder = null;
		if (held != null) {
			try {
				held.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

}
