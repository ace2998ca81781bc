package dev.bulkcheckout.partnercenter.auth;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import static java.util.Map.entry;

/**
 * What a refusal of the token endpoint means to an operator and what to do about it.
 * Source: Microsoft Entra, "Authentication and authorization error codes", and Partner
 * Center, "Enable the Secure Application Model" (read 2026-11). The numbers may change:
 * one that is not here goes by its OAuth 2.0 error.
 *
 * @param meaning what is wrong
 * @param advice what to do
 * @param passing whether asking again may help
 * @param pause before asking again, unless the answer says how long; null for the usual
 * pauses
 */
record RefusalAdvice(String meaning, String advice, boolean passing, @Nullable Duration pause) {

	/** The assertion was outside its time. */
	static final int ASSERTION_OUTSIDE_ITS_TIME = 700024;

	private static final String CONSENT_AGAIN = "an admin must consent again with MFA and put the new refresh token into the file of PARTNER_CENTER_REFRESH_TOKEN_FILE";

	private static final String MFA_POLICY = "; the next one dies as early unless an admin of the tenant changes the policy: \"remember multi-factor authentication\" in the MFA settings, or sign-in frequency in Conditional Access";

	private static final String NEW_SECRET = "set PARTNER_CENTER_CLIENT_SECRET to the Value (not the Secret ID) of a valid secret of the app registration";

	private static final Map<Integer, RefusalAdvice> BY_CODE = Map.ofEntries(
			// the application
			entry(7000215, stays("the client secret is wrong", NEW_SECRET)),
			entry(7000222, stays("the client secret has expired", NEW_SECRET)),
			entry(7000216,
					stays("the application proved nothing about itself",
							"set PARTNER_CENTER_CLIENT_SECRET or PARTNER_CENTER_CLIENT_CERTIFICATE")),
			entry(7000218,
					stays("the application proved nothing about itself",
							"set PARTNER_CENTER_CLIENT_SECRET or PARTNER_CENTER_CLIENT_CERTIFICATE")),
			entry(700027, stays("the certificate is not the application's, or has expired",
					"upload the certificate of PARTNER_CENTER_CLIENT_CERTIFICATE to the app registration, or give a valid one")),
			entry(700023,
					stays("the assertion was meant for another authority",
							"check PARTNER_CENTER_AUTHORITY, PARTNER_CENTER_CLOUD and PARTNER_CENTER_TENANT_ID")),
			entry(ASSERTION_OUTSIDE_ITS_TIME,
					stays("the assertion is outside its time: this machine's clock is wrong",
							"set the clock (NTP) and start again")),
			entry(700016, stays("the application is not in this tenant",
					"check PARTNER_CENTER_CLIENT_ID, PARTNER_CENTER_TENANT_ID and PARTNER_CENTER_CLOUD, or have an admin of the tenant consent to the application")),
			entry(7000112,
					stays("the application is disabled", "have an admin enable it among the enterprise applications")),
			entry(65001,
					stays("nobody has consented to the application",
							"have an admin of the partner tenant consent to the Partner Center API's permissions")),
			// the tenant
			entry(90002, stays("the tenant does not exist", "check PARTNER_CENTER_TENANT_ID and PARTNER_CENTER_CLOUD")),
			entry(900023,
					stays("the tenant's id is neither a GUID nor a domain name", "check PARTNER_CENTER_TENANT_ID")),
			entry(900021, stays("the tenant's id is not valid", "check PARTNER_CENTER_TENANT_ID")),
			entry(900382,
					stays("the tenant belongs to another cloud",
							"check PARTNER_CENTER_CLOUD and PARTNER_CENTER_AUTHORITY")),
			// what is asked for
			entry(500011, stays("the tenant does not know the resource",
					"check PARTNER_CENTER_RESOURCE and PARTNER_CENTER_CLOUD, and that Partner Center's service principal is in the tenant")),
			entry(70011,
					stays("the scope is not valid", "check PARTNER_CENTER_RESOURCE: it must be the API's address")),
			entry(1002012,
					stays("the scope is not valid", "check PARTNER_CENTER_RESOURCE: it must be the API's address")),
			entry(501051,
					stays("the application is not assigned to the API",
							"have an admin give it the Partner Center API's permissions")),
			// the refresh token
			entry(70000, stays("the refresh token is not valid", CONSENT_AGAIN)),
			entry(70002, stays("the application's credentials are not valid", NEW_SECRET)),
			entry(70008, stays("the refresh token has expired", CONSENT_AGAIN)),
			entry(700082, stays("the refresh token has expired: it was not used for too long", CONSENT_AGAIN
					+ "; the policy is the refresh token's longest inactive time, usually 90 days: a run or 'bulk-checkout check' now and then keeps it alive")),
			entry(700081,
					stays("the refresh token has expired: it has reached its greatest age",
							CONSENT_AGAIN + MFA_POLICY)),
			entry(700084,
					stays("the refresh token has expired: it was issued to a single-page application",
							CONSENT_AGAIN + ", with the app registration's platform \"Web\"")),
			entry(70043,
					stays("the refresh token has expired by the policy of sign-in frequency",
							CONSENT_AGAIN + MFA_POLICY)),
			entry(70044,
					stays("the session has expired by the policy of sign-in frequency", CONSENT_AGAIN + MFA_POLICY)),
			entry(50089, stays("the sign-in has expired", CONSENT_AGAIN)),
			entry(50132, stays("the session was revoked or its password has expired", CONSENT_AGAIN)),
			entry(700003, stays("the refresh token's device is gone", CONSENT_AGAIN)),
			entry(9002313, stays("the request or the refresh token is malformed", CONSENT_AGAIN)),
			entry(50173, stays("the refresh token was revoked, as after a change of the password", CONSENT_AGAIN)),
			entry(50133, stays("the session ended, as after a change of the password", CONSENT_AGAIN)),
			entry(50078, stays("the proof of MFA has expired by a policy", CONSENT_AGAIN + MFA_POLICY)),
			// the user
			entry(50076, stays("MFA is needed", CONSENT_AGAIN
					+ "; it is asked for by a policy of Conditional Access, or since the token was used from another network"
					+ MFA_POLICY)),
			entry(50079, stays("the user must enrol for MFA", CONSENT_AGAIN)),
			entry(50158,
					stays("another proof, such as MFA, is needed",
							CONSENT_AGAIN + "; it is asked for by a policy of Conditional Access")),
			entry(50055, stays("the user's password has expired", CONSENT_AGAIN)),
			entry(50057, stays("the user's account is disabled", "enable it, or consent again as another user")),
			entry(50034, stays("the user is not in this tenant", "check PARTNER_CENTER_TENANT_ID")),
			entry(50020, stays("the user is not in this tenant", "check PARTNER_CENTER_TENANT_ID")),
			entry(53000, stays("Conditional Access wants a compliant device", CONSENT_AGAIN)),
			entry(53003, stays("Conditional Access does not let this sign-in pass",
					"have an admin look at the sign-in log with the ids below and let this machine's address or this application pass")),
			entry(530035, stays("the security defaults block this sign-in", CONSENT_AGAIN)),
			// Entra itself
			entry(50196, throttled()), entry(90055, throttled()), entry(90024, throttled()), entry(90006, passes()),
			entry(90033, passes()));

	private static final Map<String, RefusalAdvice> BY_ERROR = Map.of("invalid_client",
			stays("the application could not prove who it is",
					"check PARTNER_CENTER_CLIENT_ID and its secret or certificate"),
			"unauthorized_client",
			stays("the application may not ask so",
					"check PARTNER_CENTER_CLIENT_ID and PARTNER_CENTER_TENANT_ID, and the app registration's permissions"),
			"invalid_grant", stays("the refresh token is not valid any more", CONSENT_AGAIN), "interaction_required",
			stays("a person must sign in", CONSENT_AGAIN), "invalid_scope",
			stays("the scope is not valid", "check PARTNER_CENTER_RESOURCE: it must be the API's address"),
			"invalid_resource", stays("the resource is not valid", "check PARTNER_CENTER_RESOURCE"),
			"temporarily_unavailable", passes(), "server_error", passes());

	private static final RefusalAdvice UNKNOWN = stays("the request was refused",
			"look the number up at https://login.microsoftonline.com/error, or ask Microsoft's support with the ids below");

	/**
	 * The advice for a refusal; by its number, else by its error, else general.
	 */
	static RefusalAdvice on(TokenRefusal refusal) {
		@Nullable RefusalAdvice byCode = BY_CODE.get(refusal.code());
		return (byCode != null) ? byCode : BY_ERROR.getOrDefault(refusal.error(), UNKNOWN);
	}

	private static RefusalAdvice stays(String meaning, String advice) {
		return new RefusalAdvice(meaning, advice, false, null);
	}

	private static RefusalAdvice passes() {
		return new RefusalAdvice("Entra cannot answer now", "wait, then start again", true, null);
	}

	/**
	 * Whoever goes on asking is refused for longer. That it clears after minutes is what
	 * users report (AzureAD/MSAL.PS#10, read 2026-11).
	 */
	private static RefusalAdvice throttled() {
		return new RefusalAdvice("Entra has had too many like requests and lets none pass for some minutes",
				"wait; if it comes again, find what else asks for tokens with this application", true,
				Duration.ofMinutes(1));
	}

}
