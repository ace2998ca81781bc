package dev.bulkcheckout.job;

/**
 * Talks to the operator while a run is at work.
 */
@FunctionalInterface
public interface Talk {

	/**
	 * Says one sentence.
	 */
	void say(String sentence);

}
