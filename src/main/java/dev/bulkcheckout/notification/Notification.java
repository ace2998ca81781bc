package dev.bulkcheckout.notification;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.RunId;

/**
 * What is told of a launch that is over.
 *
 * @param id of this telling, so that a receiver knows one that comes twice
 * @param at when it was over
 * @param kind how it was over
 * @param run the run; null if none was begun
 * @param exitCode what the process ends with
 * @param verdict one sentence
 * @param commands what to give next; none of them buys
 * @param text all of it, for people
 * @param json the run as {@code show --json} prints it; null if none was begun
 */
record Notification(UUID id, Instant at, Kind kind, @Nullable RunId run, int exitCode, String verdict,
		List<String> commands, String text, @Nullable String json) {

	/**
	 * How a launch was over.
	 */
	enum Kind {

		/** All steps ended. */
		FINISHED("dev.bulkcheckout.run.finished"),
		/** It ended before its end. */
		STOPPED("dev.bulkcheckout.run.stopped"),
		/** Its carts were read, and somebody is to approve what it buys. */
		PLANNED("dev.bulkcheckout.run.planned"),
		/** Nothing could be asked. */
		REFUSED("dev.bulkcheckout.run.refused");

		private final String type;

		Kind(String type) {
			this.type = type;
		}

		/**
		 * As events call it.
		 */
		String type() {
			return this.type;
		}

	}

	/**
	 * What it is about, in few words.
	 */
	String subject() {
		return (this.run != null) ? this.run.toString() : "no run";
	}

}
