package dev.bulkcheckout.job;

import java.util.List;

import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.core.NestedExceptionUtils;

import dev.bulkcheckout.ledger.DatabaseFaults;

/**
 * What went wrong, for the operator.
 */
public final class Faults {

	private static final String OURS = "dev.bulkcheckout.";

	private Faults() {
	}

	/**
	 * The failure that is behind the others, in one line.
	 */
	public static String words(List<Throwable> failures) {
		return failures.stream()
			.filter((failure) -> !(failure instanceof JobExecutionException))
			.findFirst()
			.or(() -> failures.stream().findFirst())
			.map(Faults::words)
			.orElse("a step ended without saying why");
	}

	/**
	 * What this program throws itself is a sentence for the operator; others' words are
	 * best where they began.
	 */
	private static String words(Throwable failure) {
		if (DatabaseFaults.isPassing(failure)) {
			return DatabaseFaults.words(failure);
		}
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause.getClass().getName().startsWith(OURS)) {
				return String.valueOf(cause.getMessage());
			}
		}
		Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
		String message = root.getMessage();
		return (message != null) ? message.lines().findFirst().orElse("") : root.getClass().getSimpleName();
	}

}
