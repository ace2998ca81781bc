package dev.bulkcheckout.partnercenter.proxy;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.Secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProxyRulesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https://localhost:8443        |                             | direct
			https://127.8.9.10            |                             | direct
			https://[::1]:8443            |                             | direct
			https://api.example.com       |                             | proxied
			https://api.example.com       | example.com                 | direct
			https://API.Example.com       | .EXAMPLE.com                | direct
			https://example.com           | .example.com                | direct
			https://api.example.com       | *.example.com               | direct
			https://badexample.com        | example.com                 | proxied
			https://api.example.com       | other.com, api.example.com  | direct
			https://api.example.com       | other.com api.example.com   | direct
			https://api.example.com       | api.example.com:443         | direct
			https://api.example.com:8443  | api.example.com:443         | proxied
			https://api.example.com:8443  | .example.com:8443           | direct
			https://api.example.com       | *                           | direct
			https://10.1.2.3              | 10.0.0.0/8                  | direct
			https://11.1.2.3              | 10.0.0.0/8                  | proxied
			https://10.1.2.3              | 10.1.2.3                    | direct
			https://10.1.2.3              | 2.3                         | proxied
			https://[2001:db8::7]         | 2001:db8::/32               | direct
			https://[2001:db8::7]         | [2001:db8::7]:443           | direct
			https://[2001:db9::7]         | 2001:db8::/32               | proxied
			https://api.example.com       | 10.0.0.0/99, /, :, .        | proxied
			""")
	void noProxyListsHostsDomainsAddressesRangesAndPorts(URI address, String noProxy, String way) {
		for (String name : new String[] { "NO_PROXY", "no_proxy" }) {
			ProxyRules rules = ProxyRules
				.of(Map.of("HTTPS_PROXY", "http://proxy:3128", name, (noProxy != null) ? noProxy : ""));
			assertThat(rules.toward(address).isPresent()).isEqualTo(way.equals("proxied"));
		}
	}

	@Test
	void eachSchemeHasItsOwnVariableAndSmallLettersComeFirst() {
		Map<String, String> environment = Map.of("HTTPS_PROXY", "http://secure:1", "http_proxy", "plain:2",
				"HTTP_PROXY", "capitals:3");
		assertThat(ProxyRules.of(environment).toward(URI.create("https://a.example")))
			.contains(new ProxyServer("secure", 1, "HTTPS_PROXY", null, null));
		assertThat(ProxyRules.of(environment).toward(URI.create("http://a.example")))
			.contains(new ProxyServer("plain", 2, "http_proxy", null, null));
		assertThat(ProxyRules.of(Map.of("HTTPS_PROXY", " ")).toward(URI.create("https://a.example"))).isEmpty();
	}

	@Test
	void credentialsAreDecodedAndNotShown() {
		Optional<ProxyServer> proxy = ProxyRules.of(Map.of("https_proxy", "http://jo%40e:s%3A+e%25@proxy.example/"))
			.toward(URI.create("https://a.example"));
		assertThat(proxy).contains(new ProxyServer("proxy.example", 80, "https_proxy", "jo@e", Secret.of("s:+e%")))
			.get()
			.hasToString("proxy.example:80 (https_proxy, with credentials)");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "https://user:geheim@proxy:3128", "socks5://user:geheim@proxy", "http://user:gehe im@proxy",
					"http://user:geheim%zz@proxy", "http://:3128", "http://user:geheim@proxy:99999" })
	void whatIsNoAddressOfAnHttpProxyIsRefusedAndNotQuoted(String value) {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> ProxyRules.of(Map.of("HTTPS_PROXY", value)).toward(URI.create("https://a.example")))
			.withMessageStartingWith("HTTPS_PROXY must name an HTTP proxy")
			.withMessageNotContainingAny("geh");
	}

}
