package dev.bulkcheckout.partnercenter.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShortLivedTokensIntegrationTests {

	@Test
	void sixtyFourThreadsShareTokensOfOneAndTwoSeconds() throws Exception {
		List<Long> lives = new ArrayList<>();
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger atOnce = new AtomicInteger();
		try (TokenStub entra = new TokenStub()) {
			entra.behaves((exchange) -> {
				atOnce.accumulateAndGet(inside.incrementAndGet(), Math::max);
				long life = (lives.size() % 2 == 0) ? 1 : 2;
				lives.add(life);
				entra.token(exchange, life);
				inside.decrementAndGet();
			});
			PartnerCenterAccessTokens tokens = new PartnerCenterAccessTokens(
					new TestSettings(entra.authority()).build(), InstantSource.system());
			Instant start = Instant.now();
			Instant end = start.plusSeconds(6);
			try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
				List<Future<?>> users = new ArrayList<>();
				for (int i = 0; i < 64; i++) {
					users.add(threads.submit(() -> use(tokens, entra, end)));
				}
				for (Future<?> user : users) {
					user.get(60, TimeUnit.SECONDS);
				}
			}
			Duration ran = Duration.between(start, Instant.now());
			assertThat(atOnce).as("renewals at once").hasValue(1);
			assertThat(entra.issued()).doesNotHaveDuplicates().hasSizeGreaterThan(2);
			// a token is replaced once, and not before three quarters of its life
			long used = lives.subList(0, lives.size() - 1).stream().mapToLong(Long::longValue).sum() * 750;
			assertThat(used).as("%s", lives).isLessThanOrEqualTo(ran.toMillis());
		}
	}

	private static @org.jspecify.annotations.Nullable Void use(PartnerCenterAccessTokens tokens, TokenStub entra,
			Instant end) throws InterruptedException {
		while (Instant.now().isBefore(end)) {
			Instant before = Instant.now();
			String token = tokens.current();
			assertThat(entra.expiryOf(token)).as("expiry of the token handed out").isAfter(before);
			Thread.sleep(2);
		}
		return null;
	}

}
