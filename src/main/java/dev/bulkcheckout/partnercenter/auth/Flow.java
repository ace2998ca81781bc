package dev.bulkcheckout.partnercenter.auth;

/**
 * On whose behalf the application asks. Source: Partner Center, "Partner Center
 * authentication" and "Enable the Secure Application Model" (read 2026-11).
 */
public enum Flow {

	/** The application alone: client credentials. */
	APP_ONLY("app-only"),

	/** The application for a user who consented with MFA: a refresh token. */
	APP_AND_USER("App+User");

	private final String text;

	Flow(String text) {
		this.text = text;
	}

	/**
	 * The name that Microsoft's pages use.
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
