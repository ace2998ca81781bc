package dev.bulkcheckout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * An OpenID provider, Spring's authorization server, with users whose password is their
 * name and who have their name as a role, beside others.
 */
final class OpenIdProvider implements AutoCloseable {

	static final String CLIENT = "the-page";

	static final String SECRET = "not-a-secret-of-the-page";

	/** Programs and what is wrong with their tokens. */
	private static final List<String> PROGRAMS = List.of("viewer", "operator", "stranger", "of-another-api", "expired",
			"of-another-issuer", "with-an-id-token");

	private final ConfigurableApplicationContext context;

	OpenIdProvider() {
		this(Map.of());
	}

	/**
	 * With more settings of the server, for https.
	 */
	OpenIdProvider(Map<String, Object> more) {
		SpringApplication application = new SpringApplication(Server.class);
		application.setWebApplicationType(WebApplicationType.SERVLET);
		application.setBannerMode(Banner.Mode.OFF);
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("more", more));
		environment.getPropertySources()
			.addFirst(new MapPropertySource("provider", Map.of("server.port", 0, "server.address", "127.0.0.1",
					"server.servlet.session.cookie.name", "provider", "spring.main.lazy-initialization", false)));
		application.setEnvironment(environment);
		application.setListeners(application.getListeners()
			.stream()
			.filter((listener) -> !listener.getClass().getName().contains("Logging")
					&& !listener.getClass().getName().contains("EnvironmentPostProcessor"))
			.toList());
		this.context = application.run();
	}

	String issuer() {
		return "http://127.0.0.1:" + port();
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/**
	 * An access token of a program.
	 */
	String token(String program) throws IOException, InterruptedException {
		String both = Base64.getEncoder()
			.encodeToString((program + ":" + secretOf(program)).getBytes(StandardCharsets.UTF_8));
		try (HttpClient http = HttpClient.newHttpClient()) {
			String answer = http
				.send(HttpRequest.newBuilder(URI.create(issuer() + "/oauth2/token"))
					.header("Authorization", "Basic " + both)
					.header("Content-Type", "application/x-www-form-urlencoded")
					.POST(BodyPublishers.ofString("grant_type=client_credentials"))
					.build(), BodyHandlers.ofString())
				.body();
			return JsonMapper.shared().readTree(answer).required("access_token").asString();
		}
	}

	private static String secretOf(String client) {
		return client.equals(CLIENT) ? SECRET : SECRET + " for " + client;
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			WebMvcAutoConfiguration.class, SecurityFilterAutoConfiguration.class })
	static class Server {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http.oauth2AuthorizationServer((server) -> server.oidc(Customizer.withDefaults()))
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(List.of("viewer", "operator", "stranger")
				.stream()
				.map((name) -> User.withUsername(name).password("{noop}" + name).roles(name).build())
				.toList());
		}

		@Bean
		RegisteredClientRepository clients() {
			RegisteredClient page = client(CLIENT).authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
				// of 127.0.0.1, any port will do
				.redirectUri("http://127.0.0.1/login/oauth2/code/oidc")
				.scope("openid")
				.scope("profile")
				.clientSettings(ClientSettings.builder().requireProofKey(true).build())
				.build();
			return new InMemoryRegisteredClientRepository(Stream
				.concat(Stream.of(page), PROGRAMS.stream()
					.map((name) -> client(name).authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
						.build()))
				.toList());
		}

		private static RegisteredClient.Builder client(String name) {
			return RegisteredClient.withId(UUID.randomUUID().toString())
				.clientId(name)
				.clientSecret("{noop}" + secretOf(name))
				.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
		}

		@Bean
		AuthorizationServerSettings settings() {
			return AuthorizationServerSettings.builder().build();
		}

		@Bean
		OAuth2TokenCustomizer<JwtEncodingContext> claims() {
			return (token) -> {
				if (OidcParameterNames.ID_TOKEN.equals(token.getTokenType().getValue())) {
					String name = Objects.requireNonNull(token.<Authentication>getPrincipal()).getName();
					token.getClaims()
						.claim("roles", List.of("Other", "Page." + name))
						.claim("preferred_username", name + "@contoso.example");
				}
				else {
					ofAProgram(token);
				}
			};
		}

		private static void ofAProgram(JwtEncodingContext token) {
			String name = token.getRegisteredClient().getClientId();
			String role = name.equals("viewer") ? "Page.viewer" : "Page.operator";
			JwtClaimsSet.Builder claims = token.getClaims().audience(List.of(CLIENT));
			claims.claim("roles", name.equals("stranger") ? List.of("Other") : List.of("Other", role));
			Instant now = Instant.now();
			switch (name) {
				case "of-another-api" -> claims.audience(List.of("another-api"));
				case "expired" -> claims.issuedAt(now.minus(Duration.ofHours(2)))
					.notBefore(now.minus(Duration.ofHours(2)))
					.expiresAt(now.minus(Duration.ofHours(1)));
				case "of-another-issuer" -> claims.issuer("https://another.example");
				case "with-an-id-token" -> claims.claim("nonce", "of the sign-in");
				default -> {
					// in good order
				}
			}
		}

		@Bean
		JWKSource<SecurityContext> keys() throws NoSuchAlgorithmException {
			KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
			return new ImmutableJWKSet<>(
					new JWKSet(new RSAKey.Builder((RSAPublicKey) pair.getPublic()).privateKey(pair.getPrivate())
						.keyID("1")
						.build()));
		}

		@Bean
		JwtDecoder decoder(JWKSource<SecurityContext> keys) {
			return org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration
				.jwtDecoder(keys);
		}

	}

}
