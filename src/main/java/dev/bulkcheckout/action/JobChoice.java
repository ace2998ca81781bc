package dev.bulkcheckout.action;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.action.ActionRefusedException.Reason;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.settings.JobSettings;

/**
 * The jobs that this process serves, and which of them somebody means.
 *
 * @param served by name, as they are at the moment of a question
 */
public record JobChoice(Supplier<List<JobSettings>> served) {

	/**
	 * By name.
	 */
	public List<JobSettings> all() {
		return this.served.get();
	}

	/**
	 * The job that is called so, or the only one.
	 * @param name null or empty for the only one
	 * @throws ActionRefusedException if there is none
	 */
	JobSettings named(@Nullable String name) {
		if (name != null && !name.isEmpty()) {
			return JobSettings.named(name, all())
				.orElseThrow(() -> new ActionRefusedException(Reason.NO_JOB,
						"no job that is served here is called so; there are " + names()));
		}
		List<JobSettings> all = all();
		if (all.size() != 1) {
			throw new ActionRefusedException(Reason.NO_JOB, "name the job whose settings are to be taken: " + names());
		}
		return all.getFirst();
	}

	/**
	 * The job that a run goes on with: its own, else the named one, else the only one.
	 * @throws ActionRefusedException if there is none, or another one is named than its
	 * own
	 */
	JobSettings of(Run run, @Nullable String named) {
		String own = run.job();
		boolean none = named == null || named.isEmpty();
		if (own == null || (!none && JobSettings.named(own, all()).isEmpty())) {
			return named(named);
		}
		if (!none && !own.equals(named)) {
			throw new ActionRefusedException(Reason.NO_JOB,
					run.id() + " was launched by the job " + own + ": it goes on with no other one's settings");
		}
		return JobSettings.named(own, all())
			.orElseThrow(() -> new ActionRefusedException(Reason.NO_JOB, run.id() + " was launched by the job " + own
					+ ", which is not served here: name the job whose settings are to be taken: " + names()));
	}

	private String names() {
		return all().stream().map(JobSettings::name).collect(Collectors.joining(", "));
	}

}
