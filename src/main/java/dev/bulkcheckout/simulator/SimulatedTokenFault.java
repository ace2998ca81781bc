package dev.bulkcheckout.simulator;

/** How the token endpoint misbehaves. */
public enum SimulatedTokenFault {

	/** The secret is wrong. */
	INVALID_CLIENT(400, "invalid_client", 7000215, "Invalid client secret provided."),

	/** The refresh token has expired. */
	INVALID_GRANT(400, "invalid_grant", 70008, "The provided authorization code or refresh token has expired."),

	/** MFA is asked for. */
	MFA_REQUIRED(400, "invalid_grant", 50076, "You must use multi-factor authentication to access this."),

	/** MFA was too long ago ("remember MFA"). */
	MFA_EXPIRED(400, "invalid_grant", 50078,
			"Presented multi-factor authentication has expired due to policies configured by your administrator."),

	/** The sign-in was too long ago. */
	SIGN_IN_FREQUENCY(400, "invalid_grant", 70043,
			"The refresh token has expired or is invalid due to sign-in frequency checks by conditional access."),

	/** Nobody has used the refresh token for long. */
	INACTIVE(400, "invalid_grant", 700082, "The refresh token has expired due to inactivity."),

	/** Too many like requests. */
	REQUEST_LOOP(400, "invalid_request", 50196,
			"The server terminated an operation because it encountered a client request loop."),

	/** 500 with a JSON body. */
	SERVER_ERROR(500, "server_error", 90020, "Try again later."),

	/** 503 with an HTML page. */
	UNAVAILABLE,

	/** 429 with Retry-After. */
	THROTTLED(429, "temporarily_unavailable", 90055, "Too many requests."),

	/** 200 with a body that is not JSON. */
	NOT_JSON,

	/** 200 without an access token. */
	NO_TOKEN,

	/** The connection is reset. */
	RESET,

	/** No answer. */
	HANG;

	private final int status;

	private final String error;

	private final int code;

	private final String text;

	SimulatedTokenFault() {
		this(0, "", 0, "");
	}

	SimulatedTokenFault(int status, String error, int code, String text) {
		this.status = status;
		this.error = error;
		this.code = code;
		this.text = text;
	}

	/** The status of an error in JSON, 0 for what is none. */
	int status() {
		return this.status;
	}

	/** The error in JSON. */
	String body() {
		return TokenHandler.error(this.error, this.code, this.text);
	}

}
