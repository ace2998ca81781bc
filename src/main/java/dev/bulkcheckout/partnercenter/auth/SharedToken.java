package dev.bulkcheckout.partnercenter.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.settings.Secret;

/**
 * One token for all threads. A token that is due is renewed on a thread of its own, one
 * at a time, while the callers go on with the old one for as long as it is good, and wait
 * where there is none. Safe for use by many threads.
 */
final class SharedToken implements AccessTokens {

	/** However fast a renewal fails, the next one while the old token is good waits. */
	private static final int PAUSE_SHARE = 4;

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

	/** Tokens that were too old when they came, before that is an error. */
	private static final int TRIES = 3;

	private final TokenSource source;

	private final Duration renewBefore;

	private final Duration patience;

	private final InstantSource clock;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable IssuedToken token;

	private @Nullable Renewal renewal;

	private Instant notBefore = Instant.MIN;

	/**
	 * What no repetition mends, or what asks for a pause: told again for a while instead
	 * of asked again.
	 */
	private @Nullable NoAccessTokenException refusal;

	/**
	 * Shares what a source gives.
	 * @param renewBefore how long before its expiry a token is due
	 * @param patience how long a caller waits for a renewal before it is broken off
	 */
	SharedToken(TokenSource source, Duration renewBefore, Duration patience, InstantSource clock) {
		this.source = source;
		this.renewBefore = renewBefore;
		this.patience = patience;
		this.clock = clock;
	}

	@Override
	public String current() {
		IssuedToken held = this.token;
		Instant now = this.clock.instant();
		if (held == null || !held.isGoodAt(now)) {
			return awaited().text().reveal();
		}
		if (held.isDueAt(now, this.renewBefore)) {
			renewSoon(held, now);
		}
		return held.text().reveal();
	}

	@Override
	public void reject(String rejected) {
		this.lock.lock();
		try {
			IssuedToken held = this.token;
			if (held != null && held.text().equals(Secret.of(rejected))) {
				this.token = null;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * When the token in use expires; empty if there is none.
	 */
	Optional<Instant> expiresAt() {
		return Optional.ofNullable(this.token).map(IssuedToken::expiresAt);
	}

	private void renewSoon(IssuedToken held, Instant now) {
		if (!this.lock.tryLock()) {
			return;
		}
		try {
			if (held.equals(this.token) && this.renewal == null && !now.isBefore(this.notBefore)) {
				start();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private Renewal renewal() {
		this.lock.lock();
		try {
			Instant now = this.clock.instant();
			IssuedToken held = this.token;
			if (held != null && held.isGoodAt(now)) {
				return new Renewal(CompletableFuture.completedFuture(held));
			}
			Renewal running = this.renewal;
			if (running != null) {
				return running;
			}
			NoAccessTokenException refused = this.refusal;
			return (refused != null && now.isBefore(this.notBefore))
					? new Renewal(CompletableFuture.failedFuture(refused)) : start();
		}
		finally {
			this.lock.unlock();
		}
	}

	private Renewal start() {
		Renewal started = new Renewal(new CompletableFuture<>());
		this.renewal = started;
		started.thread = Thread.ofVirtual().name("access-token").start(() -> renew(started));
		return started;
	}

	private void renew(Renewal mine) {
		try {
			succeed(mine, this.source.ask());
		}
		catch (RuntimeException | Error ex) {
			fail(mine, ex);
		}
	}

	private void succeed(Renewal mine, IssuedToken issued) {
		this.lock.lock();
		try {
			if (this.renewal == mine) {
				this.renewal = null;
				this.refusal = null;
				this.token = issued;
			}
		}
		finally {
			this.lock.unlock();
		}
		mine.result.complete(issued);
	}

	private void fail(Renewal mine, Throwable fault) {
		this.lock.lock();
		try {
			if (this.renewal == mine) {
				this.renewal = null;
				pause(fault);
			}
		}
		finally {
			this.lock.unlock();
		}
		mine.result.completeExceptionally(fault);
	}

	private void pause(Throwable fault) {
		Instant now = this.clock.instant();
		IssuedToken held = this.token;
		NoAccessTokenException none = (fault instanceof NoAccessTokenException refused) ? refused : null;
		Duration asked = (none != null) ? none.retryAfter() : null;
		if (asked != null) {
			this.refusal = none;
			this.notBefore = now.plus(asked);
		}
		else if (held != null && held.isGoodAt(now)) {
			Duration left = Duration.between(now, held.expiresAt()).dividedBy(PAUSE_SHARE);
			this.notBefore = now.plus(Collections.min(List.of(left, LONGEST_PAUSE)));
		}
		else if (none != null && !none.isPassing()) {
			this.refusal = none;
			this.notBefore = now.plus(LONGEST_PAUSE);
		}
	}

	private IssuedToken awaited() {
		for (int i = 0; i < TRIES; i++) {
			IssuedToken issued = await(renewal());
			if (issued.isGoodAt(this.clock.instant())) {
				return issued;
			}
		}
		throw new NoAccessTokenException("tried to get an access token, but each had expired when it arrived", true,
				null);
	}

	private IssuedToken await(Renewal running) {
		try {
			return running.result.get(this.patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof NoAccessTokenException none) {
				throw new NoAccessTokenException(String.valueOf(none.getMessage()), none.isPassing(), none.retryAfter(),
						none);
			}
			throw new NoAccessTokenException("tried to get an access token but failed unexpectedly: " + ex.getCause(),
					ex.getCause());
		}
		catch (TimeoutException ex) {
			throw givenUp(running, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new NoAccessTokenException("stopped while waiting for an access token", ex);
		}
	}

	private NoAccessTokenException givenUp(Renewal running, TimeoutException cause) {
		NoAccessTokenException tooLong = new NoAccessTokenException(
				"tried to get an access token but its answer did not end within %d s. Check the network and the proxy."
					.formatted(this.patience.toSeconds()),
				true, cause);
		fail(running, tooLong);
		Thread thread = running.thread;
		if (thread != null) {
			thread.interrupt();
		}
		return tooLong;
	}

	/**
	 * One request for a token, on whose answer any number of threads may wait.
	 */
	private static final class Renewal {

		private final CompletableFuture<IssuedToken> result;

		private volatile @Nullable Thread thread;

		private Renewal(CompletableFuture<IssuedToken> result) {
			this.result = result;
		}

	}

}
