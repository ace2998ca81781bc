package dev.bulkcheckout.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.helidon.http.HeaderNames;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /{tenant}/oauth2/v2.0/token}. Source: "Microsoft identity platform and the
 * OAuth 2.0 client credentials flow", "... authorization code flow" (read 2026-11).
 */
final class TokenHandler {

	private final TokenSettings settings;

	private final Tokens tokens;

	private final Pauses pauses;

	private volatile @Nullable SimulatedTokenFault fault;

	private int faultsLeft;

	TokenHandler(TokenSettings settings, Tokens tokens, Pauses pauses) {
		this.settings = settings;
		this.tokens = tokens;
		this.pauses = pauses;
	}

	/** Misbehaves so many times, or for ever if 0; null for no more. */
	synchronized void misbehave(@Nullable SimulatedTokenFault fault, int times) {
		this.fault = fault;
		this.faultsLeft = times;
	}

	private synchronized @Nullable SimulatedTokenFault nextFault() {
		SimulatedTokenFault now = this.fault;
		if (now != null && this.faultsLeft > 0 && --this.faultsLeft == 0) {
			this.fault = null;
		}
		return now;
	}

	void handle(Exchange call, String tenant) throws InterruptedException {
		SimulatedTokenFault now = nextFault();
		this.pauses.pause(this.settings.latency());
		if (now != null) {
			fail(call, now);
			return;
		}
		Map<String, String> form = form(call.body());
		String problem = problem(form, tenant);
		if (problem != null) {
			call.answerPlainly(problem.startsWith("invalid_client") ? 401 : 400, error(problem));
			return;
		}
		boolean refresh = "refresh_token".equals(form.get("grant_type"));
		call.answerPlainly(200, granted(refresh));
	}

	private String granted(boolean refresh) {
		Duration announced = this.settings.announcedLife();
		long seconds = ((announced != null) ? announced : this.settings.life()).toSeconds();
		ObjectNode json = Json.object().put("token_type", "Bearer");
		switch (this.settings.lifeForm()) {
			case NUMBER -> json.put("expires_in", seconds).put("ext_expires_in", seconds);
			case TEXT -> json.put("expires_in", Long.toString(seconds)).put("ext_expires_in", Long.toString(seconds));
			case EXPIRES_ON -> json.put("expires_on", Long.toString(Instant.now().getEpochSecond() + seconds));
			case UNTOLD -> {
			}
		}
		if (refresh) {
			json.put("scope", "user_impersonation").put("refresh_token", this.tokens.refresh());
		}
		return Json.text(json.put("access_token", this.tokens.access(this.settings.life())));
	}

	/** Why there is no token, as error code, blank, description; null if there is one. */
	private @Nullable String problem(Map<String, String> form, String tenant) {
		String clientId = form.get("client_id");
		String wanted = this.settings.clientId();
		if (clientId == null) {
			return "invalid_request AADSTS900144: The request body must contain the parameter 'client_id'.";
		}
		if (wanted != null && !wanted.equalsIgnoreCase(clientId)) {
			return "unauthorized_client AADSTS700016: The application was not found in the directory.";
		}
		String credential = credentialProblem(form, clientId, tenant);
		if (credential != null) {
			return credential;
		}
		String scope = form.getOrDefault("scope", "");
		if (!isRightScope(scope, form.getOrDefault("grant_type", ""))) {
			return "invalid_scope AADSTS1002012: The scope '" + scope + "' is not valid, it must end in /.default.";
		}
		return switch (form.getOrDefault("grant_type", "")) {
			case "client_credentials" -> null;
			case "refresh_token" -> isGoodRefreshToken(form.getOrDefault("refresh_token", "")) ? null
					: "invalid_grant AADSTS70008: The provided authorization code or refresh token has expired.";
			default -> "unsupported_grant_type AADSTS70003: The app requested an unsupported grant type.";
		};
	}

	/** App+User asks for user_impersonation as well. */
	private boolean isRightScope(String scope, String grant) {
		String resource = this.settings.resource();
		for (String one : List.of(scope.split(" ", -1))) {
			boolean right = one.endsWith("/.default")
					|| (grant.equals("refresh_token") && one.endsWith("/user_impersonation"));
			if (right && (resource == null || one.startsWith(resource + "/"))) {
				return true;
			}
		}
		return false;
	}

	private @Nullable String credentialProblem(Map<String, String> form, String clientId, String tenant) {
		String assertion = form.get("client_assertion");
		if (assertion != null) {
			String wrong = ClientAssertions.problem(form, assertion, clientId, tenant, this.settings.certificate());
			return (wrong == null) ? null : "invalid_client AADSTS700027: " + wrong;
		}
		String secret = form.get("client_secret");
		String right = this.settings.clientSecret();
		if (secret == null || secret.isEmpty() || (right == null && this.settings.certificate() != null)) {
			return "invalid_client AADSTS7000218: The request body must contain client_assertion or client_secret.";
		}
		return (right == null || right.equals(secret)) ? null
				: "invalid_client AADSTS7000215: Invalid client secret provided.";
	}

	private boolean isGoodRefreshToken(String token) {
		Set<String> good = this.settings.refreshTokens();
		return this.tokens.isRefresh(token) || ((good != null) ? good.contains(token) : !token.isEmpty());
	}

	private void fail(Exchange call, SimulatedTokenFault fault) throws InterruptedException {
		String problem = fault.problem();
		if (fault.status() == 429) {
			call.with(HeaderNames.RETRY_AFTER, "1");
		}
		if (problem != null) {
			call.answerPlainly(fault.status(), error(problem));
		}
		else if (fault.status() > 0) {
			call.answerPlainly(fault.status(), switch (fault) {
				case UNAVAILABLE -> ErrorBodies.html(503);
				case NO_TOKEN -> "{\"token_type\":\"Bearer\",\"expires_in\":3600}";
				default -> "sign in here";
			});
		}
		else {
			if (fault == SimulatedTokenFault.HANG) {
				this.pauses.hang();
			}
			throw RawConnection.current().reset();
		}
	}

	/** The error of a problem: its name, a blank, AADSTS with its number, a text. */
	private static String error(String problem) {
		String[] parts = problem.split(" ", 2);
		ObjectNode json = Json.object().put("error", parts[0]);
		json.put("error_description", parts[1] + "\r\nTrace ID: 00000000-0000-0000-0000-000000000000");
		json.putArray("error_codes").add(Integer.parseInt(parts[1].substring(6, parts[1].indexOf(':'))));
		return Json.text(json);
	}

	private static Map<String, String> form(String body) {
		Map<String, String> form = new HashMap<>();
		for (String pair : List.of(body.split("&", -1))) {
			int equals = pair.indexOf('=');
			if (equals > 0) {
				try {
					form.put(pair.substring(0, equals),
							URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
				}
				catch (IllegalArgumentException ex) {
					// an escape that is none: as if the parameter were not there
				}
			}
		}
		return form;
	}

}
