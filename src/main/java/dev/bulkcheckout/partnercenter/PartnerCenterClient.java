package dev.bulkcheckout.partnercenter;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.OrderId;
import dev.bulkcheckout.cart.RequestId;
import dev.bulkcheckout.partnercenter.auth.AccessTokens;
import dev.bulkcheckout.settings.Secret;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.jspecify.annotations.Nullable;

/**
 * Partner Center over HTTP: each method is exactly one exchange, never repeated in here,
 * and whatever the service or the network does comes back as an {@link Answer}. Safe for
 * use by many threads; logs nothing.
 * <p>
 * Every method throws {@link dev.bulkcheckout.partnercenter.auth.NoAccessTokenException}
 * if there is no token to send.
 */
public final class PartnerCenterClient implements AutoCloseable {

	private static final List<Header> SAME_FOR_ALL = List.of(new BasicHeader(HttpHeaders.ACCEPT, "application/json"),
			new BasicHeader(HttpHeaders.ACCEPT_ENCODING, "gzip"), new BasicHeader("MS-Contract-Version", "v1"),
			new BasicHeader("MS-PartnerCenter-Application", "bulk-checkout"), new BasicHeader("X-Locale", "en-US"));

	private final CloseableHttpClient http;

	private final ApiPaths paths;

	private final BodyReader bodies;

	private final TransportFaults faults;

	private final AccessTokens tokens;

	private final InstantSource clock;

	/**
	 * Opens no connection yet.
	 * @param clock what a Retry-After date is measured by if the answer has no Date
	 */
	public PartnerCenterClient(ConnectionSettings settings, AccessTokens tokens, InstantSource clock) {
		this.http = SingleExchangeHttp.client(settings);
		this.paths = new ApiPaths(settings.baseUrl());
		this.bodies = new BodyReader(settings.readTimeout());
		this.faults = new TransportFaults(settings);
		this.tokens = tokens;
		this.clock = clock;
	}

	/**
	 * Checks out a cart: the call that buys. Source: "Check out a cart" (read 2026-11):
	 * no body; idempotent for the same cart.
	 * @param request the same as before when an answer was lost, else a new one
	 */
	public Answer checkout(Cart cart, RequestId request) {
		HttpPost post = new HttpPost(this.paths.checkout(cart));
		// no body, but its length: without one a POST can be refused with 411
		post.setEntity(new ByteArrayEntity(new byte[0], null));
		return exchange(post, request);
	}

	/**
	 * Reads a cart.
	 */
	public Answer cart(Cart cart) {
		return get(this.paths.cart(cart));
	}

	/**
	 * Reads the list of a customer's orders. Source: "Get all of a customer's orders"
	 * (read 2026-11): a new order can take 15 minutes to be listed.
	 */
	public Answer orders(CustomerId customer) {
		return get(this.paths.orders(customer));
	}

	/**
	 * Reads one order.
	 */
	public Answer order(CustomerId customer, OrderId order) {
		return get(this.paths.order(customer, order));
	}

	/**
	 * Reads the list of subscriptions that an order made.
	 */
	public Answer subscriptions(CustomerId customer, OrderId order) {
		return get(this.paths.subscriptions(customer, order));
	}

	/**
	 * Reads which Microsoft Customer Agreement a customer has accepted. Source: "Get
	 * confirmation of customer acceptance of Microsoft Customer Agreement" (read
	 * 2026-11): App+User and the global cloud only.
	 */
	public Answer agreements(CustomerId customer) {
		return get(this.paths.agreements(customer));
	}

	/**
	 * Reads the partner's own profile: a harmless call that shows whether address, token
	 * and role are right. Source: "Get an organization profile" (read 2026-11).
	 */
	public Answer organizationProfile() {
		return get(this.paths.organizationProfile());
	}

	/**
	 * Has the token of a call that was refused replaced, so that the next call sends
	 * another one; does nothing if that has been done already.
	 */
	public void reject(Answer.Received refused) {
		this.tokens.reject(refused.token().reveal());
	}

	/**
	 * Closes every connection; calls in flight fail.
	 */
	@Override
	public void close() {
		this.http.close(CloseMode.IMMEDIATE);
	}

	private Answer get(URI address) {
		return exchange(new HttpGet(address), RequestId.random());
	}

	private Answer exchange(HttpUriRequestBase request, RequestId requestId) {
		CallIds ids = new CallIds(requestId, UUID.randomUUID());
		String token = this.tokens.current();
		addHeaders(request, ids, token);
		HttpClientContext context = HttpClientContext.create();
		ClassicHttpResponse response;
		try {
			response = this.http.executeOpen(null, request, context);
		}
		catch (IOException ex) {
			return SingleExchangeHttp.hasLeft(context) ? new Answer.Lost(ids, this.faults.insteadOfAnswer(ex))
					: new Answer.NotSent(ids, this.faults.beforeSending(ex));
		}
		if (!SingleExchangeHttp.hasLeft(context)) {
			// closing alone could let the connection be used again
			request.cancel();
			Closer.closeQuietly(response);
			return new Answer.NotSent(ids, "the proxy did not let it pass: HTTP " + response.getCode());
		}
		boolean whole = false;
		try {
			Body body = this.bodies.read(response.getEntity(), response, token);
			whole = body.fault() == null;
			return received(ids, response, body, token);
		}
		catch (IOException ex) {
			return new Answer.Lost(ids, this.faults.insteadOfBody(response.getCode(), ex));
		}
		finally {
			if (!whole) {
				// closing alone would read on to the end, which may never come
				request.cancel();
			}
			// nothing that happens while closing takes back an answer that was read
			Closer.closeQuietly(response);
		}
	}

	private Answer received(CallIds ids, ClassicHttpResponse response, Body body, String token) {
		Duration retryAfter = RetryAfter.read(header(response, HttpHeaders.RETRY_AFTER),
				header(response, HttpHeaders.DATE), isWaitedFor(response.getCode()) ? body.excerpt() : "", this.clock);
		return new Answer.Received(ids, response.getCode(), retryAfter, header(response, HttpHeaders.DATE), body,
				Secret.of(token));
	}

	private static boolean isWaitedFor(int status) {
		return status == 429 || status == 503;
	}

	private static void addHeaders(HttpUriRequestBase request, CallIds ids, String token) {
		for (Header header : SAME_FOR_ALL) {
			request.addHeader(header);
		}
		request.addHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
		request.addHeader("MS-RequestId", ids.request().toString());
		request.addHeader("MS-CorrelationId", ids.correlation().toString());
	}

	private static @Nullable String header(HttpMessage message, String name) {
		Header header = message.getFirstHeader(name);
		return (header != null) ? header.getValue() : null;
	}

}
