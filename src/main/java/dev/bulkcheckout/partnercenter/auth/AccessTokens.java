package dev.bulkcheckout.partnercenter.auth;

/**
 * The process's one access token. Safe for use by many threads.
 */
public interface AccessTokens {

	/**
	 * The token to send now, renewed early by one thread while the others go on with the
	 * one that is still good, or wait where there is none.
	 * @return the token's text, without {@code Bearer}
	 * @throws NoAccessTokenException if none can be had
	 */
	String current();

	/**
	 * Says that the API refused a token with 401. Does nothing if another thread has had
	 * it replaced already.
	 * @param rejected the token that was sent
	 */
	void reject(String rejected);

}
