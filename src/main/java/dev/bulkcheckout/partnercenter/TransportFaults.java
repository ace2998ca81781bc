package dev.bulkcheckout.partnercenter;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

import javax.net.ssl.SSLException;

import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;

/**
 * Says in plain words what went wrong on the way. Whether the request had left is not
 * guessed from the exception: a reset looks the same during a handshake and after a POST.
 */
final class TransportFaults {

	private final String peer;

	private final String connectTimeout;

	private final String readTimeout;

	private final int maxConnections;

	TransportFaults(ConnectionSettings settings) {
		int port = settings.baseUrl().getPort();
		boolean secure = "https".equalsIgnoreCase(settings.baseUrl().getScheme());
		this.peer = settings.baseUrl().getHost() + ":" + ((port > 0) ? port : secure ? 443 : 80);
		this.connectTimeout = Durations.inWords(settings.connectTimeout());
		this.readTimeout = Durations.inWords(settings.readTimeout());
		this.maxConnections = settings.maxConnections();
	}

	/**
	 * What kept the request from leaving.
	 */
	String beforeSending(IOException fault) {
		return switch (fault) {
			case UnknownHostException unknown -> "no address is known for " + this.peer + " (DNS)";
			case ConnectionRequestTimeoutException busy -> "none of the %d connections to %s was free within %s"
				.formatted(this.maxConnections, this.peer, this.connectTimeout);
			case SSLException tls -> "TLS handshake with " + this.peer + " failed: " + tls.getMessage();
			// the TCP connection or the TLS handshake: the client tells both alike
			case SocketTimeoutException slow -> "no connection to " + this.peer + " within " + this.connectTimeout;
			case InterruptedIOException interrupted -> "the call to " + this.peer + " was interrupted before it left";
			case ConnectException refused when isRefused(refused) -> "connection refused by " + this.peer;
			default -> "no connection to " + this.peer + ": " + detail(fault);
		};
	}

	/**
	 * What was seen instead of an answer.
	 */
	String insteadOfAnswer(IOException fault) {
		if (Thread.currentThread().isInterrupted()) {
			return "the call was interrupted while it waited for the answer of " + this.peer;
		}
		return switch (fault) {
			case SocketTimeoutException slow -> "no answer of " + this.peer + " within " + this.readTimeout;
			case NoHttpResponseException none -> this.peer + " closed the connection without an answer";
			case ConnectionClosedException closed -> this.peer + " closed the connection in the middle of the answer";
			case SocketException reset -> "the connection to " + this.peer + " broke: " + detail(reset);
			default -> "the answer of " + this.peer + " cannot be read: " + detail(fault);
		};
	}

	/**
	 * What became of a body of which the status was seen.
	 */
	String insteadOfBody(int status, IOException fault) {
		String seen = "the answer " + status + " of " + this.peer + " ";
		if (Thread.currentThread().isInterrupted()) {
			return seen + "was not read to its end: the call was interrupted";
		}
		return switch (fault) {
			case SocketTimeoutException slow -> seen + "did not end within " + this.readTimeout;
			case ConnectionClosedException closed -> seen + "was cut short";
			case MalformedChunkCodingException cut -> seen + "was cut short or garbled";
			case EOFException cut -> seen + "was cut short";
			default -> seen + "was cut short: " + detail(fault);
		};
	}

	private static boolean isRefused(ConnectException fault) {
		return fault.getMessage() != null && fault.getMessage().contains("refused");
	}

	private static String detail(IOException fault) {
		return (fault.getMessage() != null) ? fault.getMessage() : fault.getClass().getSimpleName();
	}

}
