package dev.bulkcheckout.cart;

/**
 * Talks to the operator while a run is at work.
 */
@FunctionalInterface
public interface OperatorConsole {

	/**
	 * Says one sentence.
	 */
	void say(String sentence);

	/**
	 * Talks here of one of several things that go on at once.
	 * @param what each line begins with
	 */
	default OperatorConsole of(String what) {
		return (sentence) -> sentence.lines().forEach((line) -> say(what + ": " + line));
	}

}
