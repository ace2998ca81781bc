package dev.bulkcheckout.check;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;
import dev.bulkcheckout.partnercenter.auth.AccessTokens;
import dev.bulkcheckout.partnercenter.auth.NoAccessTokenException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FirstTokenTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final Duration SHORT = Duration.ofMillis(20);

	private final List<String> said = new CopyOnWriteArrayList<>();

	private final StopSignal stop = new StopSignal();

	private final CountDownLatch never = new CountDownLatch(1);

	@Test
	void aTokenThatComesAtOnceIsNotTalkedAbout() throws Exception {
		assertThat(first(() -> "token", LONG).await(LONG, this.stop)).isTrue();
		assertThat(this.said).isEmpty();
	}

	@Test
	void anEndpointThatHangsIsNamedAndAStopDoesNotWaitForIt() throws Exception {
		FirstToken first = first(this::hang, SHORT);
		Thread.ofVirtual().start(() -> {
			while (this.said.isEmpty()) {
				Thread.onSpinWait();
			}
			raise();
		});
		assertThat(first.await(LONG, this.stop)).isFalse();
		assertThat(this.said).containsExactly("waiting for an access token from https://login.example/token");
	}

	@Test
	void nothingIsAskedOnceTheRunIsToStop() throws Exception {
		raise();
		assertThat(first(() -> {
			throw new IllegalStateException("asked");
		}, LONG).await(LONG, this.stop)).isFalse();
	}

	@Test
	void anEndpointThatAsksForAPauseIsGivenItWithinThePatience() {
		AtomicInteger asked = new AtomicInteger();
		assertThatExceptionOfType(NoAccessTokenException.class).isThrownBy(() -> first(() -> {
			asked.incrementAndGet();
			throw new NoAccessTokenException("too many.", true, LONG, null);
		}, LONG).await(Duration.ofMillis(300), this.stop)).withMessage("too many.");
		assertThat(asked).as("at first, and when patience is used up").hasValue(2);
	}

	@Test
	void anEndpointThatIsDownIsWaitedForWithinThePatience() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		FirstToken first = first(() -> {
			if (asked.incrementAndGet() < 3) {
				throw new NoAccessTokenException("got 503.", true, null);
			}
			return "token";
		}, LONG);
		assertThat(first.await(LONG, this.stop)).isTrue();
		assertThat(asked).hasValue(3);
		assertThat(this.said).hasSize(2).allMatch((sentence) -> sentence.startsWith("got 503. Nothing was asked yet"));
	}

	@Test
	void anEndpointThatStaysDownIsGivenUp() {
		assertThatExceptionOfType(NoAccessTokenException.class).isThrownBy(() -> first(() -> {
			throw new NoAccessTokenException("got 503.", true, null);
		}, LONG).await(Duration.ZERO, this.stop)).withMessage("got 503.");
	}

	@Test
	void aRefusalIsNotWaitedFor() {
		AtomicInteger asked = new AtomicInteger();
		assertThatExceptionOfType(NoAccessTokenException.class).isThrownBy(() -> first(() -> {
			asked.incrementAndGet();
			throw new NoAccessTokenException("invalid_client", null);
		}, LONG).await(LONG, this.stop)).withMessage("invalid_client");
		assertThat(asked).hasValue(1);
	}

	private FirstToken first(Supplier<String> tokens, Duration silence) {
		return new FirstToken(new AccessTokens() {
			@Override
			public String current() {
				return tokens.get();
			}

			@Override
			public void reject(String rejected) {
			}
		}, URI.create("https://login.example/token"), this.said::add, InstantSource.system(), silence, SHORT);
	}

	private String hang() {
		try {
			this.never.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return "too late";
	}

	private void raise() {
		this.stop.raise(new StopReason(StopKind.OPERATOR, "SIGINT asked for it", ""));
	}

}
