package dev.bulkcheckout.checkout;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.partnercenter.ApiError;
import dev.bulkcheckout.partnercenter.AnswerSummary;
import dev.bulkcheckout.partnercenter.ErrorCodes;
import dev.bulkcheckout.partnercenter.PartnerCenterClient;
import dev.bulkcheckout.throttling.StopReason;

/**
 * A read of the partner's own profile, which changes nothing, and what its answer says
 * about address, token and role.
 *
 * @param summary what came back, for the operator
 * @param advice what the operator must do; empty if all is right
 * @param clockAhead by how much this machine's clock is ahead of the service's, negative
 * if behind, to the second or so; empty if the service did not say its time
 */
public record ProfileRead(String summary, Optional<String> advice, Optional<Duration> clockAhead) {

	private static final String CHECK_ROLE = "see that the application, and with App+User the user, may use Partner "
			+ "Center's API (App management; the role Admin agent)";

	/**
	 * Reads the profile; once more with a new token if the first was refused.
	 * @param clock what the service's clock is compared with
	 * @throws dev.bulkcheckout.partnercenter.auth.NoAccessTokenException if there is no
	 * token to send
	 */
	public static ProfileRead by(PartnerCenterClient client, InstantSource clock) {
		Answer answer = client.organizationProfile();
		if (answer instanceof Answer.Received received && received.status() == 401) {
			client.reject(received);
			answer = client.organizationProfile();
		}
		return switch (answer) {
			case Answer.NotSent notSent -> unanswered(notSent.what());
			case Answer.Lost lost -> unanswered(lost.what());
			case Answer.Received received -> of(received, clock);
		};
	}

	private static ProfileRead unanswered(String what) {
		return new ProfileRead(what,
				Optional.of("check the network, the proxy, PARTNER_CENTER_BASE_URL and PARTNER_CENTER_CLOUD"),
				Optional.empty());
	}

	private static ProfileRead of(Answer.Received answer, InstantSource clock) {
		Optional<Duration> ahead = Optional.ofNullable(answer.date())
			.map((date) -> Duration.between(date, clock.instant()));
		if (answer.isSuccess()) {
			return new ProfileRead("HTTP " + answer.status(), Optional.empty(), ahead);
		}
		Optional<StopReason> cause = AnswerRules.stopsReading(answer).or(() -> AnswerRules.refusesToken(answer));
		if (cause.isPresent()) {
			return new ProfileRead(cause.get().what(), Optional.of(cause.get().advice()), ahead);
		}
		ApiError error = ApiError.of(answer.body());
		return new ProfileRead(AnswerSummary.say(answer, error, ErrorCodes.find(answer.status(), error.code())),
				Optional.of(advice(answer.status())), ahead);
	}

	private static String advice(int status) {
		if (status == 403) {
			return CHECK_ROLE;
		}
		if (status == 429) {
			return "wait a minute and check again: somebody asks a lot with this account";
		}
		return (status >= 500) ? "look at Partner Center's service health and check again later"
				: "check PARTNER_CENTER_BASE_URL and PARTNER_CENTER_CLOUD";
	}

}
