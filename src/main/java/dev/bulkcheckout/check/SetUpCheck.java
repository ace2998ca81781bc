package dev.bulkcheckout.check;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;

import dev.bulkcheckout.check.Finding.Kind;
import dev.bulkcheckout.checkout.ProfileRead;
import dev.bulkcheckout.database.DatabaseUnavailableException;
import dev.bulkcheckout.partnercenter.ConnectionSettings;
import dev.bulkcheckout.partnercenter.PartnerCenterClient;
import dev.bulkcheckout.partnercenter.auth.Identity;
import dev.bulkcheckout.partnercenter.auth.NoAccessTokenException;
import dev.bulkcheckout.partnercenter.auth.PartnerCenterAccessTokens;
import dev.bulkcheckout.partnercenter.auth.PartnerCenterProperties;
import dev.bulkcheckout.partnercenter.auth.RefreshTokenAge;
import dev.bulkcheckout.partnercenter.proxy.ProxyRules;
import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.settings.Settings;

/**
 * Looks at everything that a run needs, in the order in which a run meets it, and goes on
 * after a fault as far as that makes sense.
 */
public final class SetUpCheck {

	private static final Duration SOON = Duration.ofDays(30);

	private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm'Z'")
		.withZone(ZoneOffset.UTC);

	private final ConfigurableEnvironment environment;

	private final Supplier<String> ledger;

	private final InstantSource clock;

	private Consumer<Finding> found = (finding) -> {
	};

	/**
	 * Looks at what the given settings lead to.
	 * @param ledger opens the ledger and says what it is
	 */
	public SetUpCheck(ConfigurableEnvironment environment, Supplier<String> ledger, InstantSource clock) {
		this.environment = environment;
		this.ledger = ledger;
		this.clock = clock;
	}

	/**
	 * Looks at one thing after the other. What a wrong thing stands in the way of is
	 * skipped.
	 * @param found takes each finding as it is made; none holds a secret
	 */
	public void look(Consumer<Finding> found) {
		this.found = found;
		PartnerCenterProperties properties = properties();
		PartnerCenterAccessTokens tokens = (properties != null) ? credential(properties) : null;
		database();
		if (properties == null || tokens == null) {
			say(Kind.SKIPPED, "token", "mend the settings first");
			say(Kind.SKIPPED, "read", "mend the settings first");
		}
		else if (token(tokens)) {
			read(properties, tokens);
		}
		else {
			say(Kind.SKIPPED, "read", "there is no token to ask with");
		}
	}

	private @Nullable PartnerCenterProperties properties() {
		try {
			Settings.bind(this.environment, RunProperties.class);
			PartnerCenterProperties properties = Settings.bind(this.environment, PartnerCenterProperties.class);
			say(Kind.RIGHT, "settings", "%s, cloud %s at %s, tenant %s, application %s".formatted(properties.flow(),
					properties.cloud(), properties.baseUrl(), properties.tenantId(), properties.clientId()));
			ProxyRules.ofThisProcess()
				.told(properties.tokenUrl(), properties.baseUrl())
				.ifPresent((told) -> say(Kind.RIGHT, "proxy", told));
			return properties;
		}
		catch (InvalidSettingException ex) {
			say(Kind.WRONG, "settings", String.valueOf(ex.getMessage()));
			return null;
		}
	}

	private @Nullable PartnerCenterAccessTokens credential(PartnerCenterProperties properties) {
		PartnerCenterAccessTokens tokens;
		try {
			tokens = new PartnerCenterAccessTokens(properties, this.clock);
		}
		catch (InvalidSettingException ex) {
			say(Kind.WRONG, "identity", String.valueOf(ex.getMessage()));
			return null;
		}
		Identity identity = tokens.identity();
		Instant end = identity.credentialExpiresAt();
		Instant now = this.clock.instant();
		if (end != null && end.isBefore(now)) {
			say(Kind.WRONG, "identity", identity.credential() + ": it has expired. Upload a new certificate to the app "
					+ "registration and set PARTNER_CENTER_CLIENT_CERTIFICATE");
		}
		else if (end != null && end.isBefore(now.plus(SOON))) {
			say(Kind.WARNING, "identity", "%s: it expires in %d days. Upload a new one in time"
				.formatted(identity.credential(), Duration.between(now, end).toDays()));
		}
		else {
			say(Kind.RIGHT, "identity", identity.credential());
		}
		RefreshTokenAge age = identity.refreshTokenAge();
		if (age != null) {
			say(age.isOld() ? Kind.WARNING : Kind.RIGHT, "consent", age.told());
		}
		return tokens;
	}

	private void database() {
		try {
			say(Kind.RIGHT, "database", this.ledger.get());
		}
		catch (RuntimeException ex) {
			String wrong = String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
			say(Kind.WRONG, "database",
					isToldAsItIs(ex) ? wrong : "tried to bring the ledger's tables up to date but got: "
							+ wrong.strip().replaceAll("\\s+", " "));
		}
	}

	private static boolean isToldAsItIs(Throwable fault) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(fault);
		return root instanceof DatabaseUnavailableException || root instanceof InvalidSettingException;
	}

	private boolean token(PartnerCenterAccessTokens tokens) {
		try {
			tokens.current();
		}
		catch (NoAccessTokenException ex) {
			say(Kind.WRONG, "token", String.valueOf(ex.getMessage()));
			return false;
		}
		Instant end = tokens.identity().tokenExpiresAt();
		say(Kind.RIGHT, "token", "issued, good until " + ((end != null) ? TIME.format(end) : "an unknown time"));
		return true;
	}

	private void read(PartnerCenterProperties properties, PartnerCenterAccessTokens tokens) {
		try (PartnerCenterClient client = new PartnerCenterClient(
				new ConnectionSettings(properties.baseUrl(), properties.connectTimeout(), properties.readTimeout(), 1),
				tokens, this.clock)) {
			ProfileRead read = ProfileRead.by(client, this.clock);
			String tried = "the partner's own profile at " + properties.baseUrl() + ": " + read.summary();
			read.advice()
				.ifPresentOrElse(
						(advice) -> say(Kind.WRONG, "read", "tried to read " + tried + ". What to do: " + advice),
						() -> say(Kind.RIGHT, "read", tried));
			read.clockAhead()
				.filter((ahead) -> ahead.abs().compareTo(CLOCK_TOLERANCE) > 0)
				.ifPresent((ahead) -> say(Kind.WARNING, "clock", clock(ahead)));
		}
		catch (NoAccessTokenException ex) {
			say(Kind.WRONG, "read", String.valueOf(ex.getMessage()));
		}
	}

	private static String clock(Duration ahead) {
		return "this machine's clock is %d min %d s %s Partner Center's. Set it (NTP): a wrong clock spoils assertions and tokens"
			.formatted(ahead.abs().toMinutes(), ahead.abs().toSecondsPart(),
					ahead.isNegative() ? "behind" : "ahead of");
	}

	private void say(Kind kind, String subject, String text) {
		this.found.accept(new Finding(kind, subject, text));
	}

}
