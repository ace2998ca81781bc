package dev.bulkcheckout.partnercenter.auth;

import java.net.URI;
import java.util.Locale;

/**
 * The clouds that Partner Center is sold from, with the addresses of each. Source:
 * Partner Center, "Partner Center REST URLs", and Microsoft Entra, "National clouds"
 * (read 2026-11). The German cloud was closed in 2021.
 */
public enum Cloud {

	/** The worldwide cloud. */
	GLOBAL("https://api.partnercenter.microsoft.com", "https://login.microsoftonline.com",
			"https://api.partnercenter.microsoft.com"),

	/** The US Government's: the worldwide API with a login of its own. */
	US_GOVERNMENT("https://api.partnercenter.microsoft.com", "https://login.microsoftonline.us",
			"https://api.partnercenter.microsoft.com"),

	/** China's, run by 21Vianet. */
	CHINA("https://partner.partnercenterapi.microsoftonline.cn", "https://login.partner.microsoftonline.cn",
			"https://partner.partnercenterapi.microsoftonline.cn");

	private final URI baseUrl;

	private final URI authority;

	private final URI resource;

	Cloud(String baseUrl, String authority, String resource) {
		this.baseUrl = URI.create(baseUrl);
		this.authority = URI.create(authority);
		this.resource = URI.create(resource);
	}

	/**
	 * Where the API answers, without a slash at the end.
	 */
	public URI baseUrl() {
		return this.baseUrl;
	}

	/**
	 * Where tokens are asked for, without the tenant and without a slash at the end.
	 */
	public URI authority() {
		return this.authority;
	}

	/**
	 * What a token is asked for, without a slash at the end.
	 */
	public URI resource() {
		return this.resource;
	}

	/**
	 * The name as an operator writes it, such as {@code us-government}.
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
