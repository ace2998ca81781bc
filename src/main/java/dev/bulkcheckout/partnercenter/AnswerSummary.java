package dev.bulkcheckout.partnercenter;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.partnercenter.Answer.Received;

/**
 * Says in one line what came back.
 */
public final class AnswerSummary {

	private AnswerSummary() {
	}

	/**
	 * Status, code and description; where there is no description, what the code is known
	 * to mean, else the beginning of the body.
	 */
	public static String say(Received answer, ApiError error, @Nullable ErrorCode known) {
		String status = "HTTP " + answer.status();
		if (error.code() != null) {
			status += " code " + error.code();
		}
		if (error.description() != null) {
			return status + ": " + error.description();
		}
		if (known != null) {
			return status + ": " + known.meaning();
		}
		String excerpt = answer.body().excerpt();
		return excerpt.isEmpty() ? status + " without a body" : status + ": " + excerpt;
	}

}
