package dev.bulkcheckout.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;

/**
 * The connection under a request, for answers that no well-behaved server would give.
 */
final class RawConnection {

	private static final ThreadLocal<RawConnection> CURRENT = new ThreadLocal<>();

	private final ConnectionContext context;

	private final SocketChannel channel;

	RawConnection(ConnectionContext context, SocketChannel channel) {
		this.context = context;
		this.channel = channel;
	}

	/** The connection of the request that this thread handles. */
	static RawConnection current() {
		return CURRENT.get();
	}

	void enter() {
		CURRENT.set(this);
	}

	void leave() {
		CURRENT.remove();
	}

	/** Writes bytes as they are, outside of any HTTP. */
	void write(byte[] bytes) {
		this.context.dataWriter().writeNow(BufferData.create(bytes));
	}

	/** Resets the connection. */
	CloseConnectionException reset() {
		reset(this.channel);
		return new CloseConnectionException("reset, as asked for");
	}

	/** Ends the connection in order. */
	CloseConnectionException close() {
		return new CloseConnectionException("closed, as asked for");
	}

	static void reset(SocketChannel channel) {
		try {
			channel.setOption(StandardSocketOptions.SO_LINGER, 0);
			channel.close();
		}
		catch (java.nio.channels.ClosedChannelException ex) {
			// the other side was quicker
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
