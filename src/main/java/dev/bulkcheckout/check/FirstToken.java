package dev.bulkcheckout.check;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.partnercenter.auth.AccessTokens;
import dev.bulkcheckout.partnercenter.auth.NoAccessTokenException;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Waits for the token that a run begins with, and says so: whoever typed the command
 * should not have to guess why nothing happens.
 */
public final class FirstToken {

	private static final Duration SILENCE = Duration.ofSeconds(3);

	/** Each try repeats its request for a minute by itself. */
	private static final Duration PAUSE = Duration.ofSeconds(15);

	private final AccessTokens tokens;

	private final URI endpoint;

	private final OperatorConsole console;

	private final InstantSource clock;

	private final Duration silence;

	private final Duration pause;

	/**
	 * Waits for a token of the given endpoint.
	 */
	public FirstToken(AccessTokens tokens, URI endpoint, OperatorConsole console, InstantSource clock) {
		this(tokens, endpoint, console, clock, SILENCE, PAUSE);
	}

	FirstToken(AccessTokens tokens, URI endpoint, OperatorConsole console, InstantSource clock, Duration silence,
			Duration pause) {
		this.tokens = tokens;
		this.endpoint = endpoint;
		this.console = console;
		this.clock = clock;
		this.silence = silence;
		this.pause = pause;
	}

	/**
	 * Waits until there is a token.
	 * @param patience how long an endpoint that is down is waited for
	 * @return false if the stop was raised before
	 * @throws NoAccessTokenException if none can be had
	 */
	public boolean await(Duration patience, StopSignal stop) throws InterruptedException {
		Instant givesUpAt = this.clock.instant().plus(patience);
		boolean said = false;
		while (!stop.isRaised()) {
			try {
				return ask(stop, said);
			}
			catch (NoAccessTokenException ex) {
				if (!ex.isPassing() || !this.clock.instant().isBefore(givesUpAt)) {
					throw ex;
				}
				this.console.say(ex.getMessage() + " Nothing was asked yet; it is tried again until "
						+ OperatorConsole.time(givesUpAt));
				said = true;
				stop.await(pause(ex.retryAfter(), Duration.between(this.clock.instant(), givesUpAt)));
			}
		}
		return false;
	}

	private Duration pause(@Nullable Duration asked, Duration left) {
		Duration pause = (asked != null) ? Collections.max(List.of(asked, this.pause)) : this.pause;
		return Collections.min(List.of(pause, left));
	}

	/**
	 * One try, in a thread that a stop need not wait for.
	 */
	private boolean ask(StopSignal stop, boolean said) throws InterruptedException {
		CompletableFuture<Boolean> there = new CompletableFuture<>();
		Thread asking = Thread.ofVirtual().name("first-token").start(() -> {
			try {
				this.tokens.current();
				there.complete(true);
			}
			catch (RuntimeException | Error ex) {
				there.completeExceptionally(ex);
			}
		});
		stop.onRaise((reason) -> there.complete(false));
		try {
			return outcome(there, said);
		}
		finally {
			asking.interrupt();
		}
	}

	private boolean outcome(CompletableFuture<Boolean> there, boolean said) throws InterruptedException {
		try {
			if (!said) {
				try {
					return there.get(this.silence.toMillis(), TimeUnit.MILLISECONDS);
				}
				catch (TimeoutException ex) {
					this.console.say("waiting for an access token from " + this.endpoint);
				}
			}
			return there.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof NoAccessTokenException none) {
				throw none;
			}
			throw new NoAccessTokenException("tried to get an access token but failed unexpectedly: " + ex.getCause(),
					ex);
		}
	}

}
