package dev.bulkcheckout.checkout;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import dev.bulkcheckout.cart.RequestId;
import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.partnercenter.ApiError;
import dev.bulkcheckout.partnercenter.CallIds;
import dev.bulkcheckout.partnercenter.PartnerCenterClient;
import dev.bulkcheckout.partnercenter.auth.NoAccessTokenException;
import dev.bulkcheckout.throttling.CallKind;
import dev.bulkcheckout.throttling.CallResult;
import dev.bulkcheckout.throttling.CallRules;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * What Partner Center's answers say about pace and outage, and when nobody may ask.
 */
public final class PartnerCenterCallRules implements CallRules<Answer> {

	/** However often tokens die, a call ends. */
	private static final int MOST_TOKENS = 20;

	/** What the API has sent as codes; anything longer is a text. */
	private static final Pattern KNOWN = Pattern.compile("[0-9A-Za-z_]{1,32}");

	private final PartnerCenterClient client;

	private final StopSignal stop;

	private final RefusedTokens tokens;

	/**
	 * Rules for the calls of a run.
	 * @param client asked something harmless where a token is refused
	 * @param stop raised when nobody may ask
	 */
	public PartnerCenterCallRules(PartnerCenterClient client, StopSignal stop) {
		this.client = client;
		this.stop = stop;
		this.tokens = new RefusedTokens(client, stop);
	}

	/**
	 * Sends, and once more with a new token if the first was refused. A token endpoint
	 * that is down is an outage like the API's own: nothing was sent.
	 */
	@Override
	public Answer send(CallKind kind, Supplier<Answer> call) throws InterruptedException {
		try {
			Answer answer = sent(call);
			if (kind == CallKind.READ) {
				AnswerRules.stopsReading(answer).ifPresent((reason) -> {
					throw stopped(reason);
				});
			}
			return answer;
		}
		catch (NoAccessTokenException ex) {
			if (!ex.isPassing()) {
				throw stopped(new StopReason(StopKind.SET_UP, String.valueOf(ex.getMessage()),
						"mend it, see that 'bulk-checkout check' is content, then 'restart' goes on"));
			}
			return new Answer.NotSent(new CallIds(RequestId.random(), UUID.randomUUID()),
					String.valueOf(ex.getMessage()));
		}
	}

	private Answer sent(Supplier<Answer> call) throws InterruptedException {
		Answer answer = call.get();
		for (int tokens = 1; answer instanceof Answer.Received received; tokens++) {
			Optional<StopReason> refused = AnswerRules.refusesToken(received);
			if (refused.isEmpty()) {
				this.tokens.letThrough(received.token());
				return answer;
			}
			if (tokens == 1) {
				this.client.reject(received);
			}
			else if (tokens == MOST_TOKENS || !this.tokens.isDead(received.token(), refused.get())) {
				return answer;
			}
			answer = call.get();
		}
		return answer;
	}

	private CancellationException stopped(StopReason reason) {
		this.stop.raise(reason);
		return new CancellationException(reason.what());
	}

	@Override
	public CallResult classify(Answer answer) {
		return switch (answer) {
			case Answer.NotSent notSent -> new CallResult.NotSent(notSent.what());
			case Answer.Lost lost -> new CallResult.Failed(lost.what(), false);
			case Answer.Received received when received.status() == 429 ->
				new CallResult.Throttled(received.retryAfter());
			case Answer.Received received when isOutage(received) ->
				new CallResult.Failed("HTTP " + received.status(), true);
			case Answer.Received received -> new CallResult.Accepted();
		};
	}

	@Override
	public String code(Answer answer) {
		if (!(answer instanceof Answer.Received received)) {
			return "none";
		}
		String code = (received.status() >= 400) ? ApiError.of(received.body()).code() : null;
		return (code != null && KNOWN.matcher(code).matches()) ? code : String.valueOf(received.status());
	}

	/**
	 * A 5xx without an error code of the API's is said by something in front of it, or by
	 * an API that cannot tell what is wrong.
	 */
	private static boolean isOutage(Answer.Received received) {
		return received.status() >= 500 && received.status() != 501 && ApiError.of(received.body()).code() == null;
	}

}
