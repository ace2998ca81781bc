package dev.bulkcheckout.settings;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * A job that {@code serve} fires: what its file says of when and of whose carts.
 *
 * @param name of the job: that of its file, without its ending
 * @param file the job file, which is read again for each run
 * @param schedule when it is fired
 * @param tenant of the partner whose carts they are; of a rehearsal, one of its own
 */
public record JobSettings(String name, Path file, ScheduleProperties schedule, String tenant) {

	/**
	 * The jobs of a folder, by name. A file that says nothing of a schedule is none of
	 * them.
	 * @param environment what holds where a job file says nothing
	 * @param say is told of files that are left out
	 * @throws InvalidSettingException if the folder cannot be read, or a job cannot be
	 * served as its file says
	 */
	public static List<JobSettings> in(Path folder, ConfigurableEnvironment environment, Consumer<String> say) {
		List<JobSettings> jobs = new ArrayList<>();
		for (Path file : filesIn(folder)) {
			if (JobFile.hasSchedule(file)) {
				jobs.add(of(file, Settings.ofJob(environment, file)));
			}
			else {
				say.accept(file + " says nothing of bulk-checkout.schedule, and is not served");
			}
		}
		Set<String> names = new HashSet<>();
		Set<Path> inboxes = new HashSet<>();
		for (JobSettings job : jobs) {
			if (!names.add(job.name())) {
				throw refusal(job.file(), "another job file has its name");
			}
			if (!inboxes.add(job.inbox())) {
				throw refusal(job.file(), "another job has its inbox, " + job.inbox());
			}
		}
		return jobs;
	}

	private static JobSettings of(Path file, ConfigurableEnvironment settings) {
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
		JobSettings job = new JobSettings(name, file, schedule,
				settings.getProperty("partner-center.tenant-id", "").strip().toLowerCase(Locale.ROOT));
		return rehearsal ? job.asRehearsal() : job;
	}

	/**
	 * The same for carts of a simulator, which is no tenant of anybody.
	 */
	public JobSettings asRehearsal() {
		return new JobSettings(this.name, this.file, this.schedule, "rehearsal of " + this.name);
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

	private static List<Path> filesIn(Path folder) {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{yaml,yml}")) {
			return StreamSupport.stream(files.spliterator(), false).filter(Files::isRegularFile).sorted().toList();
		}
		catch (IOException ex) {
			throw new InvalidSettingException("bulk-checkout.serve.jobs: the folder " + folder + " cannot be read", ex);
		}
	}

	private static InvalidSettingException refusal(Path file, String why) {
		return new InvalidSettingException("the job of " + file + " cannot be served: " + why);
	}

	/**
	 * The folder that its CSVs come to.
	 */
	public Path inbox() {
		return Path.of(Objects.requireNonNull(this.schedule.inbox())).toAbsolutePath().normalize();
	}

}
