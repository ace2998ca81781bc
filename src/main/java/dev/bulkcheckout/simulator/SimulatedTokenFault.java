package dev.bulkcheckout.simulator;

import org.jspecify.annotations.Nullable;

/** How the token endpoint misbehaves; {@link Simulator#guide()} lists it. */
public enum SimulatedTokenFault {

	INVALID_CLIENT(400, "invalid_client AADSTS7000215: Invalid client secret provided."),
	INVALID_GRANT(400, "invalid_grant AADSTS70008: The provided authorization code or refresh token has expired."),
	MFA_REQUIRED(400, "invalid_grant AADSTS50076: You must use multi-factor authentication to access this."),
	MFA_EXPIRED(400,
			"invalid_grant AADSTS50078: Presented multi-factor authentication has expired due to policies "
					+ "configured by your administrator."),
	SIGN_IN_FREQUENCY(400,
			"invalid_grant AADSTS70043: The refresh token has expired or is invalid due to sign-in "
					+ "frequency checks by conditional access."),
	INACTIVE(400, "invalid_grant AADSTS700082: The refresh token has expired due to inactivity."),
	REQUEST_LOOP(400,
			"invalid_request AADSTS50196: The server terminated an operation because it encountered a "
					+ "client request loop."),
	SERVER_ERROR(500, "server_error AADSTS90020: Try again later."), UNAVAILABLE(503, null),
	THROTTLED(429, "temporarily_unavailable AADSTS90055: Too many requests."), NOT_JSON(200, null), NO_TOKEN(200, null),
	RESET(0, null), HANG(0, null);

	private final int status;

	private final @Nullable String problem;

	SimulatedTokenFault(int status, @Nullable String problem) {
		this.status = status;
		this.problem = problem;
	}

	/** The status of the answer, 0 for none. */
	int status() {
		return this.status;
	}

	/** The error of the answer as {@link TokenHandler} writes it; null for none. */
	@Nullable String problem() {
		return this.problem;
	}

}
