package dev.bulkcheckout.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something that changed the course of a run.
 *
 * @param at when; for {@link Kind#LOST} when the process was last heard of
 * @param kind what it was
 * @param says a sentence for people
 * @param by host and pid of the process it is about; null if it is not known, or a person
 */
public record RunEvent(Instant at, Kind kind, String says, @Nullable String by) {

	/**
	 * What can happen to a run; the names are those in the table.
	 */
	public enum Kind {

		/** Work on it began. */
		STARTED,
		/** Work on it went on. */
		RESTARTED,
		/** The process that worked on it was heard of for the last time. */
		LOST,
		/** Somebody asked for it to stop. */
		STOP_ASKED,
		/** It ended in good order before all was done. */
		STOPPED,
		/** The API or a part of it was taken to be down. */
		OUTAGE,
		/** What was down answers again, or is no longer waited for. */
		OUTAGE_ENDED,
		/** A new access token was needed. */
		TOKEN,
		/** Somebody let it buy what was planned. */
		APPROVED,
		/** All its steps ended. */
		FINISHED

	}

}
