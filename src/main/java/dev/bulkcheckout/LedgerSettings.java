package dev.bulkcheckout;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

import dev.bulkcheckout.cli.UsageException;
import dev.bulkcheckout.settings.Secret;

/**
 * The PostgreSQL server of the ledger; settings {@code SPRING_DATASOURCE_…}.
 *
 * @param url a JDBC URL; null or blank for the embedded server
 * @param username who asks; null if the URL or the driver knows it
 * @param password its password; null if none is needed
 * @param passwordFile a file with the password instead
 */
@ConfigurationProperties("spring.datasource")
record LedgerSettings(@Nullable String url, @Nullable String username, @Nullable Secret password,
		@Nullable String passwordFile) {

	/**
	 * The password, wherever it was given.
	 * @throws UsageException if it was given twice
	 */
	@Nullable String passwordText() {
		String direct = (this.password != null) ? this.password.reveal() : null;
		if (this.passwordFile == null || this.passwordFile.isBlank()) {
			return direct;
		}
		if (direct != null && !direct.isEmpty()) {
			throw new UsageException(
					"SPRING_DATASOURCE_PASSWORD and SPRING_DATASOURCE_PASSWORD_FILE are both given: give one");
		}
		return Secret.inFile("SPRING_DATASOURCE_PASSWORD_FILE", this.passwordFile).reveal();
	}

}
