package dev.bulkcheckout.simulator;

/** How the token endpoint misbehaves. */
public enum SimulatedTokenFault {

	/** 400 invalid_client, AADSTS7000215: the secret is wrong. */
	INVALID_CLIENT,

	/** 400 invalid_grant, AADSTS70008: the refresh token has expired. */
	INVALID_GRANT,

	/** 400 invalid_grant, AADSTS50076: MFA is asked for. */
	MFA_REQUIRED,

	/** 500 with a JSON body. */
	SERVER_ERROR,

	/** 503 with an HTML page. */
	UNAVAILABLE,

	/** 429 with Retry-After. */
	THROTTLED,

	/** 200 with a body that is not JSON. */
	NOT_JSON,

	/** 200 without an access token. */
	NO_TOKEN,

	/** The connection is reset. */
	RESET,

	/** No answer. */
	HANG

}
