package dev.bulkcheckout.settings;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The PostgreSQL server of the ledger.
 *
 * @param url a JDBC URL of PostgreSQL; without it an embedded server
 * @param username who asks, unless the URL says it
 * @param password its password
 * @param passwordFile a file with the password instead
 */
@ConfigurationProperties("spring.datasource")
public record DatasourceProperties(@Nullable String url, @Nullable String username, @Nullable Secret password,
		@Nullable String passwordFile) {

	/**
	 * The password, wherever it was given; null for none.
	 * @throws InvalidSettingException if it was given twice, or its file cannot be read
	 */
	public @Nullable String passwordText() {
		String direct = (this.password != null) ? this.password.reveal() : null;
		if (this.passwordFile == null || this.passwordFile.isBlank()) {
			return direct;
		}
		if (direct != null && !direct.isEmpty()) {
			throw new InvalidSettingException(
					"SPRING_DATASOURCE_PASSWORD and SPRING_DATASOURCE_PASSWORD_FILE are both given: give one");
		}
		return Secret.inFile("SPRING_DATASOURCE_PASSWORD_FILE", this.passwordFile).reveal();
	}

}
