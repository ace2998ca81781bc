package dev.bulkcheckout.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * A job that {@code serve} fires: what its file says of when and of whose carts.
 *
 * @param name of the job: that of its file, without its ending
 * @param source what the job file said, which is what its runs are launched with
 * @param schedule when it is fired
 * @param tenant of the partner whose carts they are; of a rehearsal, one of its own
 * @param mayCarryOver whether its runs may take carts of former ones
 */
public record JobSettings(String name, JobText source, ScheduleProperties schedule, String tenant,
		boolean mayCarryOver) {

	/**
	 * The job of a file.
	 * @param settings of the file over those of the process
	 * @throws InvalidSettingException if it cannot be served so
	 */
	static JobSettings of(JobText source, ConfigurableEnvironment settings) {
		Path file = source.file();
		ScheduleProperties schedule;
		try {
			schedule = Settings.bind(settings, ScheduleProperties.class);
		}
		catch (InvalidSettingException ex) {
			throw refusal(file, String.valueOf(ex.getMessage()));
		}
		if (schedule.inbox() == null) {
			throw refusal(file, "bulk-checkout.schedule.inbox is missing: where its CSVs come from");
		}
		if (schedule.cron() == null && settings.containsProperty("bulk-checkout.stop-at")) {
			throw refusal(file, "bulk-checkout.stop-at needs bulk-checkout.schedule.cron: when the run goes on");
		}
		String name = nameOf(file);
		boolean rehearsal = Boolean.parseBoolean(settings.getProperty("bulk-checkout.rehearsal"));
		JobSettings job = new JobSettings(name, source, schedule,
				settings.getProperty("partner-center.tenant-id", "").strip().toLowerCase(Locale.ROOT),
				settings.containsProperty("bulk-checkout.carry-over"));
		return rehearsal ? job.asRehearsal() : job;
	}

	/**
	 * The same for carts of a simulator, which is no tenant of anybody.
	 */
	public JobSettings asRehearsal() {
		return new JobSettings(this.name, this.source, this.schedule, "rehearsal of " + this.name, this.mayCarryOver);
	}

	/**
	 * Whether its carts are a simulator's.
	 */
	public boolean isRehearsal() {
		return this.tenant.equals("rehearsal of " + this.name);
	}

	/**
	 * The one of the given jobs that is called so.
	 */
	public static Optional<JobSettings> named(@Nullable String name, List<JobSettings> jobs) {
		return jobs.stream().filter((job) -> job.name().equals(name)).findFirst();
	}

	/**
	 * What a job is called: as its file, without its ending.
	 */
	public static String nameOf(Path file) {
		return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
	}

	/**
	 * Why the job cannot be served as its file says.
	 * @param setting the last part of the name of the setting that is at fault; empty if
	 * it is none
	 */
	public InvalidSettingException refusal(String setting, String why) {
		return refusal(file(), (setting.isEmpty() ? "" : this.source.lineOf(setting)) + why);
	}

	private static InvalidSettingException refusal(Path file, String why) {
		return new InvalidSettingException("the job of " + file + " cannot be served: " + why);
	}

	/**
	 * The job file.
	 */
	public Path file() {
		return this.source.file();
	}

	/**
	 * The folder that its CSVs come to.
	 */
	public Path inbox() {
		return Path.of(Objects.requireNonNull(this.schedule.inbox())).toAbsolutePath().normalize();
	}

}
