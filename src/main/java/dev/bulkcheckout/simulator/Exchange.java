package dev.bulkcheckout.simulator;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One request and the ways to answer it. Source: "Partner Center REST headers" (read
 * 2026-11): the service sends the ids of the request back and makes up missing ones.
 */
final class Exchange {

	static final HeaderName REQUEST_ID = HeaderNames.create("MS-RequestId");

	static final HeaderName CORRELATION_ID = HeaderNames.create("MS-CorrelationId");

	private static final HeaderName CORRELATION_VECTOR = HeaderNames.create("MS-CV");

	private static final Header SERVER_ID = HeaderValues.createCached("MS-ServerId", "simulator");

	private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE,
			"application/json; charset=utf-8");

	private static final Header HTML = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");

	private static final Header TEXT = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");

	private static final byte[] NOTHING = new byte[0];

	private static final AtomicLong VECTORS = new AtomicLong();

	final ServerRequest request;

	private final ServerResponse response;

	private int status;

	private @Nullable CallRecord callRecord;

	private @Nullable Pauses pauses;

	private long delayNanos;

	Exchange(ServerRequest request, ServerResponse response) {
		this.request = request;
		this.response = response;
	}

	/** The value of a request header. */
	@Nullable String header(HeaderName name) {
		return this.request.headers().contains(name) ? this.request.headers().get(name).get() : null;
	}

	/** A parameter of the query, the empty text if it has no value. */
	@Nullable String query(String name) {
		if (!this.request.query().contains(name)) {
			return null;
		}
		return this.request.query().first(name).orElse("");
	}

	/** The whole body of the request. */
	String body() {
		return this.request.content().hasEntity() ? this.request.content().as(String.class) : "";
	}

	/** The status that was sent, 0 so far for none. */
	int status() {
		return this.status;
	}

	/** Adds a header to the answer to come. */
	Exchange with(HeaderName name, String value) {
		this.response.header(HeaderValues.create(name, value));
		return this;
	}

	/** Books how this ends. */
	void bookIn(CallRecord callRecord) {
		this.callRecord = callRecord;
	}

	/** The connection, to write a whole answer to without the server's help. */
	RawConnection answerByHand(int status) {
		if (this.callRecord != null) {
			this.callRecord.answering(status);
		}
		this.status = status;
		return RawConnection.current();
	}

	/** The connection, to do harm to: the answer is booked as lost. */
	RawConnection lose() {
		if (this.callRecord != null) {
			this.callRecord.losing();
		}
		return RawConnection.current();
	}

	/** Sends the answer to come only after so long. */
	void delay(Pauses pauses, long nanos) {
		this.pauses = pauses;
		this.delayNanos = nanos;
	}

	/** Answers with JSON, HTML or nothing, as the body begins. */
	void answer(int status, String body) {
		this.response.status(Status.create(status));
		this.response.header(SERVER_ID);
		this.response.header(HeaderValues.create(REQUEST_ID, id(REQUEST_ID)));
		this.response.header(HeaderValues.create(CORRELATION_ID, id(CORRELATION_ID)));
		this.response.header(HeaderValues.create(CORRELATION_VECTOR, vector()));
		send(status, body.startsWith("<") ? HTML : JSON, body);
	}

	/** Answers without the headers of the API. */
	void answerPlainly(int status, String body) {
		this.response.status(Status.create(status));
		send(status, (body.startsWith("{") || body.startsWith("[")) ? JSON : TEXT, body);
	}

	/** Answers with these rows, one after the other. */
	void stream(String contentType, Stream<String> rows) {
		this.response.status(Status.OK_200);
		this.response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, contentType));
		try (OutputStream out = new BufferedOutputStream(this.response.outputStream(), 1 << 15); rows) {
			for (Iterator<String> each = rows.iterator(); each.hasNext();) {
				out.write(each.next().getBytes(StandardCharsets.UTF_8));
				out.write('\n');
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void send(int status, Header contentType, String body) {
		byte[] bytes = body.isEmpty() ? NOTHING : body.getBytes(StandardCharsets.UTF_8);
		if (bytes.length > 0) {
			this.response.header(contentType);
		}
		waitBeforeAnswer();
		if (this.callRecord != null) {
			this.callRecord.answering(status);
		}
		this.response.send(bytes);
		this.status = status;
	}

	/** Lets the second half of the latency pass. */
	void waitBeforeAnswer() {
		if (this.pauses != null) {
			try {
				this.pauses.pauseNanos(this.delayNanos);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw RawConnection.current().close();
			}
		}
	}

	/**
	 * Answers outside of the server's own HTTP.
	 * @param length what Content-Length says
	 */
	byte[] head(int status, int length) {
		return ("HTTP/1.1 " + status + " Simulated\r\nContent-Type: application/json; charset=utf-8\r\nMS-RequestId: "
				+ id(REQUEST_ID) + "\r\nMS-CorrelationId: " + id(CORRELATION_ID) + "\r\nContent-Length: " + length
				+ "\r\n\r\n")
			.getBytes(StandardCharsets.ISO_8859_1);
	}

	/** What the caller sent, or what is made up. */
	private String id(HeaderName name) {
		String sent = header(name);
		return (sent != null) ? sent : UUID.randomUUID().toString();
	}

	private static String vector() {
		return OrderIds.availability(VECTORS.getAndIncrement(), 0, 0) + "Simulator.0";
	}

}
