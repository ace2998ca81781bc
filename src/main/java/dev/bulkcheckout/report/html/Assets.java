package dev.bulkcheckout.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import dev.bulkcheckout.cart.Sha256;

/**
 * Styles and script of the page, and the policy that lets a browser heed these and no
 * others, even if an escape were forgotten.
 *
 * @param styles CSS
 * @param script JavaScript, which the page does not need
 * @param policy value of {@code Content-Security-Policy}
 */
public record Assets(String styles, String script, String policy) {

	/** Those of the page. */
	static final Assets OF_PAGE = read();

	private static Assets read() {
		String styles = text("report.css");
		String script = text("report.js");
		return new Assets(styles, script, "default-src 'none'; style-src 'sha256-" + hash(styles)
				+ "'; script-src 'sha256-" + hash(script) + "'; base-uri 'none'; form-action 'none'");
	}

	private static String text(String name) {
		try (InputStream stream = Assets.class.getResourceAsStream(name)) {
			if (stream == null) {
				throw new IllegalStateException(name + " is not in the program");
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String hash(String text) {
		return Base64.getEncoder().encodeToString(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
	}

}
