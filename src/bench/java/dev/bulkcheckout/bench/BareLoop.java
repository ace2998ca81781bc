package dev.bulkcheckout.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * What the program is compared with: a loop that checks out the carts of a CSV with so
 * many calls in flight, reads each answer, and keeps nothing. A token of the simulator is
 * given as it is.
 */
final class BareLoop {

	private BareLoop() {
	}

	/**
	 * Arguments: base URL, CSV, calls in flight, access token.
	 */
	public static void main(String[] args) throws Exception {
		URI base = URI.create(args[0]);
		int inFlight = Integer.parseInt(args[2]);
		try (Stream<String> lines = Files.lines(Path.of(args[1])); CloseableHttpClient http = client(inFlight)) {
			Iterator<String> carts = lines.skip(1).iterator();
			CountDownLatch ended = new CountDownLatch(inFlight);
			for (int i = 0; i < inFlight; i++) {
				Thread.startVirtualThread(() -> {
					checkOut(http, base, carts, args[3]);
					ended.countDown();
				});
			}
			ended.await();
		}
	}

	private static CloseableHttpClient client(int inFlight) {
		return HttpClientBuilder.create()
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
				.setMaxConnTotal(inFlight)
				.setMaxConnPerRoute(inFlight)
				.build())
			.disableAutomaticRetries()
			.disableCookieManagement()
			.build();
	}

	private static void checkOut(CloseableHttpClient http, URI base, Iterator<String> carts, String token) {
		while (true) {
			String[] cart;
			synchronized (carts) {
				if (!carts.hasNext()) {
					return;
				}
				cart = carts.next().split(",", -1);
			}
			HttpPost post = new HttpPost(
					base.resolve("/v1/customers/%s/carts/%s/checkout".formatted(cart[0], cart[1])));
			post.setHeader("Authorization", "Bearer " + token);
			try {
				int status = http.execute(post, (answer) -> {
					EntityUtils.consume(answer.getEntity());
					return answer.getCode();
				});
				if (status != 201) {
					throw new IllegalStateException("HTTP " + status);
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

}
