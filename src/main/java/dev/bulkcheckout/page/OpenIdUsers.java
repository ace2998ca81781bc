package dev.bulkcheckout.page;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

import dev.bulkcheckout.settings.PageProperties;

/**
 * What an OpenID provider says of who signs in. All is read off the ID token; nothing
 * else is asked with the access token, and neither is kept.
 */
public final class OpenIdUsers {

	/** The provider's name in addresses of the page. */
	public static final String PROVIDER = "oidc";

	private final PageProperties.Oidc settings;

	/**
	 * Reads tokens as the settings say.
	 */
	public OpenIdUsers(PageProperties.Oidc settings) {
		this.settings = settings;
	}

	/**
	 * The page as a client of the provider, which is asked for its addresses.
	 */
	public InMemoryClientRegistrationRepository client() {
		return new InMemoryClientRegistrationRepository(
				ClientRegistrations.fromIssuerLocation(this.settings.issuer().toString())
					.registrationId(PROVIDER)
					.clientId(this.settings.clientId())
					.clientSecret(this.settings.clientSecret().reveal())
					.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
					.clientSettings(ClientRegistration.ClientSettings.builder().requireProofKey(true).build())
					.redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
					.scope("openid", "profile")
					.build());
	}

	/**
	 * Makes users of ID tokens.
	 */
	public OidcUserService service() {
		OidcUserService service = new OidcUserService();
		service.setRetrieveUserInfo((request) -> false);
		service.setOidcUserConverter((source) -> user(source.getUserRequest().getIdToken()));
		return service;
	}

	private OidcUser user(OidcIdToken token) {
		Set<GrantedAuthority> authorities = new HashSet<>();
		for (String role : roles(token)) {
			if (role.equals(this.settings.viewerRole())) {
				authorities.add(new SimpleGrantedAuthority("ROLE_" + Roles.VIEWER));
			}
			if (role.equals(this.settings.operatorRole())) {
				authorities.add(new SimpleGrantedAuthority("ROLE_" + Roles.OPERATOR));
			}
		}
		if (authorities.isEmpty()) {
			throw new OAuth2AuthenticationException(
					new OAuth2Error("access_denied", "none of the roles lets somebody in", null));
		}
		String name = this.settings.nameClaim();
		return new DefaultOidcUser(authorities, token, token.hasClaim(name) ? name : "sub");
	}

	private Collection<String> roles(OidcIdToken token) {
		Object claim = token.getClaim(this.settings.rolesClaim());
		return switch (claim) {
			case Collection<?> several -> several.stream().map(String::valueOf).toList();
			case String one -> List.of(one);
			case null, default -> List.of();
		};
	}

}
