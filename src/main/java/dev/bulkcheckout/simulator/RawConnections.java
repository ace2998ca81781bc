package dev.bulkcheckout.simulator;

import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request its {@link RawConnection}. Helidon shows a new socket only to the
 * options that configure it, so this takes note of it there and finds it again when the
 * connection has been recognised as HTTP.
 */
final class RawConnections implements ServerConnectionSelector {

	private static final int TIDY_ABOVE = 4096;

	private final Map<SocketAddress, SocketChannel> open = new ConcurrentHashMap<>();

	private final Http1ConnectionSelector http = Http1ConnectionSelector.builder()
		.config(Http1Config.builder().continueImmediately(true).build())
		.build();

	/** Options that take note of each new socket. */
	SocketOptions options() {
		return new NotingOptions(SocketOptions.builder().tcpNoDelay(true).build());
	}

	/** Resets every open connection. */
	void resetAll() {
		this.open.values().forEach(RawConnection::reset);
		this.open.clear();
	}

	@Override
	public int bytesToIdentifyConnection() {
		return this.http.bytesToIdentifyConnection();
	}

	@Override
	public Support supports(BufferData data) {
		return this.http.supports(data);
	}

	@Override
	public Set<String> supportedApplicationProtocols() {
		return this.http.supportedApplicationProtocols();
	}

	@Override
	public ServerConnection connection(ConnectionContext context) {
		ServerConnection connection = this.http.connection(context);
		SocketAddress peer = context.remotePeer().address();
		SocketChannel channel = this.open.get(peer);
		return (channel == null) ? connection
				: new WiredConnection(connection, new RawConnection(context, channel), peer);
	}

	private void note(SocketChannel channel) {
		SocketAddress peer = remote(channel);
		if (peer != null) {
			this.open.put(peer, channel);
		}
		if (this.open.size() > TIDY_ABOVE) {
			this.open.values().removeIf((other) -> !other.isOpen());
		}
	}

	private static @Nullable SocketAddress remote(SocketChannel channel) {
		try {
			return channel.getRemoteAddress();
		}
		catch (java.io.IOException ex) {
			return null;
		}
	}

	private final class WiredConnection implements ServerConnection, InterruptableTask<Void> {

		private final ServerConnection connection;

		private final RawConnection wire;

		private final SocketAddress peer;

		WiredConnection(ServerConnection connection, RawConnection wire, SocketAddress peer) {
			this.connection = connection;
			this.wire = wire;
			this.peer = peer;
		}

		@Override
		public void handle(Limit limit) throws InterruptedException {
			this.wire.enter();
			try {
				this.connection.handle(limit);
			}
			finally {
				this.wire.leave();
				RawConnections.this.open.remove(this.peer);
			}
		}

		@Override
		@SuppressWarnings({ "deprecation", "removal" })
		public void handle(Semaphore semaphore) throws InterruptedException {
			this.wire.enter();
			try {
				this.connection.handle(semaphore);
			}
			finally {
				this.wire.leave();
				RawConnections.this.open.remove(this.peer);
			}
		}

		@Override
		public Duration idleTime() {
			return this.connection.idleTime();
		}

		@Override
		public void close(boolean interrupt) {
			this.connection.close(interrupt);
		}

		@Override
		public boolean canInterrupt() {
			return this.connection instanceof InterruptableTask<?> task && task.canInterrupt();
		}

	}

	private final class NotingOptions implements SocketOptions {

		private final SocketOptions options;

		NotingOptions(SocketOptions options) {
			this.options = options;
		}

		@Override
		public void configureSocket(SocketChannel socket) {
			this.options.configureSocket(socket);
			note(socket);
		}

		@Override
		public Map<SocketOption<?>, Object> socketOptions() {
			return this.options.socketOptions();
		}

		@Override
		public Duration connectTimeout() {
			return this.options.connectTimeout();
		}

		@Override
		public Duration readTimeout() {
			return this.options.readTimeout();
		}

		@Override
		public Optional<Integer> socketReceiveBufferSize() {
			return this.options.socketReceiveBufferSize();
		}

		@Override
		public Optional<Integer> socketSendBufferSize() {
			return this.options.socketSendBufferSize();
		}

		@Override
		public boolean socketReuseAddress() {
			return this.options.socketReuseAddress();
		}

		@Override
		public boolean socketKeepAlive() {
			return this.options.socketKeepAlive();
		}

		@Override
		public boolean tcpNoDelay() {
			return this.options.tcpNoDelay();
		}

	}

}
