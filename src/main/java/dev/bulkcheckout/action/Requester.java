package dev.bulkcheckout.action;

/**
 * Who asks for something.
 *
 * @param name as they signed in
 * @param key what the request is known by if it is sent again
 */
public record Requester(String name, String key) {

	private static final int LONGEST_KEY = 255;

	/**
	 * Refuses a key that is none.
	 * @throws ActionRefusedException if it is empty or too long
	 */
	public Requester {
		if (key.isBlank() || key.length() > LONGEST_KEY || !key.chars().allMatch((c) -> c > ' ' && c < 0x7F)) {
			throw new ActionRefusedException(ActionRefusedException.Reason.INVALID,
					"the idempotency key must be 1 to 255 visible ASCII characters; a UUID is good");
		}
	}

}
