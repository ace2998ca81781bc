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

}
