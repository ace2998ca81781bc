package dev.bulkcheckout;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.SocketFactory;

/**
 * Sockets of the PostgreSQL driver that kill their own process, as {@code kill -9} does,
 * when a certain statement is about to be sent for the so-manieth time. Named by the
 * driver's {@code socketFactory}; the program under test knows nothing of it.
 */
public final class CrashingSockets extends SocketFactory {

	private static final AtomicInteger SEEN = new AtomicInteger();

	private final String statement;

	private final int count;

	/**
	 * Reads what to wait for.
	 * @param point so-manieth time, colon, a piece of the statement
	 */
	public CrashingSockets(String point) {
		int colon = point.indexOf(':');
		this.count = Integer.parseInt(point.substring(0, colon));
		this.statement = point.substring(colon + 1);
	}

	/**
	 * The URL with such sockets.
	 * @param statement a piece of the statement, as the program writes it
	 * @param count at which time to die
	 */
	static String in(String url, String statement, int count) {
		String point = java.net.URLEncoder.encode(count + ":" + statement, StandardCharsets.UTF_8);
		// without prepared statements on the server each one's text is sent each time
		return url + (url.contains("?") ? "&" : "?") + "prepareThreshold=0&socketFactory="
				+ CrashingSockets.class.getName() + "&socketFactoryArg=" + point;
	}

	@Override
	public Socket createSocket() {
		return new Socket() {
			@Override
			public OutputStream getOutputStream() throws IOException {
				return new Watching(super.getOutputStream());
			}
		};
	}

	@Override
	public Socket createSocket(String host, int port) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Socket createSocket(InetAddress host, int port) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
		throw new UnsupportedOperationException();
	}

	private final class Watching extends FilterOutputStream {

		private Watching(OutputStream out) {
			super(out);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			String sent = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
			for (int at = sent.indexOf(CrashingSockets.this.statement); at >= 0; at = sent
				.indexOf(CrashingSockets.this.statement, at + 1)) {
				if (SEEN.incrementAndGet() == CrashingSockets.this.count) {
					die();
				}
			}
			this.out.write(bytes, offset, length);
		}

		private static void die() {
			try {
				new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start();
				Thread.sleep(60_000);
			}
			catch (IOException | InterruptedException ex) {
				Runtime.getRuntime().halt(99);
			}
		}

	}

}
