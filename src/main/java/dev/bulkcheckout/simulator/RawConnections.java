package dev.bulkcheckout.simulator;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.helidon.common.buffers.BufferData;
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
		SocketOptions options = SocketOptions.builder().tcpNoDelay(true).build();
		return (SocketOptions) proxy((method, arguments) -> {
			if (method.getName().equals("configureSocket")) {
				note((SocketChannel) arguments[0]);
			}
			return invoke(options, method, arguments);
		}, SocketOptions.class);
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
		return (channel == null) ? connection : wired(connection, new RawConnection(context, channel), peer);
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

	/** A connection whose requests find what is under them. */
	private ServerConnection wired(ServerConnection connection, RawConnection raw, SocketAddress peer) {
		return (ServerConnection) proxy((method, arguments) -> {
			if (!method.getName().equals("handle")) {
				return invoke(connection, method, arguments);
			}
			raw.enter();
			try {
				return invoke(connection, method, arguments);
			}
			finally {
				raw.leave();
				this.open.remove(peer);
			}
		}, ServerConnection.class, InterruptableTask.class);
	}

	private static Object proxy(Call call, Class<?>... types) {
		return Proxy.newProxyInstance(RawConnections.class.getClassLoader(), types,
				(proxy, method, arguments) -> call.of(method, arguments));
	}

	private static @Nullable Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	private interface Call {

		@Nullable Object of(Method method, Object[] arguments) throws Throwable;

	}

}
