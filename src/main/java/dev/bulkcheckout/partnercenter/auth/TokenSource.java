package dev.bulkcheckout.partnercenter.auth;

/**
 * Where a new access token comes from.
 */
interface TokenSource {

	/**
	 * Asks for a new token; blocks until there is an answer.
	 * @throws NoAccessTokenException if none came
	 */
	IssuedToken ask();

}
