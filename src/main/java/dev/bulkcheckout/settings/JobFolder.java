package dev.bulkcheckout.settings;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The jobs of a folder, as its files say them when they are looked at. A file that cannot
 * be used any more leaves its job as it was. What counts is what files say and not when
 * they were written: a ConfigMap of Kubernetes changes by a link. Safe for use by many
 * threads.
 */
public final class JobFolder {

	/**
	 * Whoever writes a file is through with it if two looks that far apart saw the same.
	 */
	private static final Duration UNCHANGED_FOR = Duration.ofMillis(500);

	private final Path folder;

	private final ConfigurableEnvironment environment;

	private final Consumer<JobSettings> check;

	private final Consumer<String> say;

	private Map<Path, JobText> texts = Map.of();

	private volatile List<JobSettings> jobs = List.of();

	private String fault = "";

	private JobFolder(Path folder, ConfigurableEnvironment environment, Consumer<JobSettings> check,
			Consumer<String> say) {
		this.folder = folder;
		this.environment = environment;
		this.check = check;
		this.say = say;
	}

	/**
	 * Reads the jobs of a folder. A file that says nothing of a schedule is none of them.
	 * @param environment what holds where a job file says nothing
	 * @param check throws what is wrong with a job beyond its settings
	 * @param say is told of files that are left out, and of what changes later
	 * @throws InvalidSettingException if the folder cannot be read, or a job cannot be
	 * served as its file says
	 */
	public static JobFolder open(Path folder, ConfigurableEnvironment environment, Consumer<JobSettings> check,
			Consumer<String> say) {
		JobFolder opened = new JobFolder(folder, environment, check, say);
		opened.texts = opened.read();
		List<JobSettings> jobs = new ArrayList<>();
		opened.texts.values().forEach((text) -> opened.add(text, jobs));
		opened.jobs = List.copyOf(jobs);
		return opened;
	}

	/**
	 * The jobs by name, as they were when they were looked at last.
	 */
	public List<JobSettings> jobs() {
		return this.jobs;
	}

	/**
	 * Looks whether the files say something else by now, and tells of it.
	 * @return whether jobs changed, came or went
	 */
	public synchronized boolean refresh() {
		Optional<Map<Path, JobText>> now = settled();
		if (now.isEmpty()) {
			return false;
		}
		List<JobSettings> next = new ArrayList<>();
		List<JobText> changed = new ArrayList<>();
		for (JobText text : now.get().values()) {
			if (!text.equals(this.texts.get(text.file()))) {
				changed.add(text);
			}
			else {
				jobOf(text.file()).ifPresent(next::add);
			}
		}
		changed.forEach((text) -> take(text, next));
		this.jobs.stream()
			.filter((job) -> !now.get().containsKey(job.file()))
			.forEach((job) -> this.say.accept(job.file() + " is gone: the job " + job.name() + " fires no more"));
		next.sort(Comparator.comparing(JobSettings::file));
		boolean differs = !next.equals(this.jobs);
		this.texts = now.get();
		this.jobs = List.copyOf(next);
		return differs;
	}

	/**
	 * What the files say, if that is something new and nobody is still writing it.
	 */
	private Optional<Map<Path, JobText>> settled() {
		try {
			Map<Path, JobText> now = read();
			if (now.equals(this.texts)) {
				this.fault = "";
				return Optional.empty();
			}
			Thread.sleep(UNCHANGED_FOR);
			return Optional.of(now).filter((same) -> same.equals(read()));
		}
		catch (InvalidSettingException ex) {
			String why = String.valueOf(ex.getMessage());
			if (!why.equals(this.fault)) {
				this.fault = why;
				this.say.accept(why + "; jobs stay as they were");
			}
			return Optional.empty();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
	}

	private void take(JobText text, List<JobSettings> next) {
		Optional<JobSettings> former = jobOf(text.file());
		try {
			JobSettings job = add(text, next);
			if (job != null) {
				this.say.accept("%s %s: it holds from the next fire of the job %s on".formatted(text.file(),
						former.isPresent() ? "has changed" : "is new", job.name()));
			}
		}
		catch (InvalidSettingException ex) {
			this.say.accept(ex.getMessage() + (former.isPresent() ? "; what it said before stays in force"
					: "; the others are served as before"));
			former.ifPresent(next::add);
		}
	}

	private Optional<JobSettings> jobOf(Path file) {
		return this.jobs.stream().filter((job) -> job.file().equals(file)).findFirst();
	}

	/**
	 * Adds the job of a file.
	 * @return null if the file is of no job
	 */
	private @Nullable JobSettings add(JobText text, List<JobSettings> jobs) {
		if (!JobFile.hasSchedule(text)) {
			this.say.accept(text.file() + " says nothing of bulk-checkout.schedule, and is not served");
			return null;
		}
		JobSettings job = JobSettings.of(text, Settings.ofJob(this.environment, text));
		for (JobSettings other : jobs) {
			if (other.name().equals(job.name())) {
				throw job.refusal("", "another job file has its name");
			}
			if (other.inbox().equals(job.inbox())) {
				throw job.refusal("inbox", "another job has its inbox, " + job.inbox());
			}
		}
		this.check.accept(job);
		jobs.add(job);
		return job;
	}

	private Map<Path, JobText> read() {
		Map<Path, JobText> read = new TreeMap<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.folder, "*.{yaml,yml}")) {
			StreamSupport.stream(files.spliterator(), false)
				.filter(Files::isRegularFile)
				.forEach((file) -> read.put(file, JobText.read(file)));
		}
		catch (IOException ex) {
			throw new InvalidSettingException("bulk-checkout.serve.jobs: the folder " + this.folder + " cannot be read",
					ex);
		}
		return read;
	}

}
