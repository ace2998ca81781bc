package dev.bulkcheckout;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

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
			return new InMemoryRegisteredClientRepository(RegisteredClient.withId(UUID.randomUUID().toString())
				.clientId(CLIENT)
				.clientSecret("{noop}" + SECRET)
				.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
				.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
				// of 127.0.0.1, any port will do
				.redirectUri("http://127.0.0.1/login/oauth2/code/oidc")
				.scope("openid")
				.scope("profile")
				.clientSettings(ClientSettings.builder().requireProofKey(true).build())
				.build());
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
			};
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
