package dev.bulkcheckout.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobSettingsTests {

	@TempDir
	private Path folder = Path.of("");

	private final List<String> said = new ArrayList<>();

	@Test
	void eachJobHasItsOwnScheduleAndTenantAndTheProcessSaysTheRest() throws IOException {
		write("a", "bulk-checkout.schedule.inbox: a", "bulk-checkout.schedule.cron: 30 2 * * *",
				"bulk-checkout.schedule.time-zone: Europe/Berlin", "partner-center.tenant-id: Fabrikam.example");
		write("b", "bulk-checkout.schedule.inbox: b");
		write("kubernetes", "kind: CronJob");
		List<JobSettings> jobs = jobs();
		assertThat(jobs).extracting(JobSettings::name).containsExactly("a", "b");
		assertThat(jobs).extracting(JobSettings::tenant).containsExactly("fabrikam.example", "contoso.example");
		assertThat(jobs.getFirst().schedule().timeZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
		assertThat(this.said).singleElement().asString().contains("kubernetes.yaml says nothing of");
	}

	@Test
	void aJobThatCannotBeServedIsRefusedByItsFile() throws IOException {
		write("a", "bulk-checkout.schedule.cron: 30 2 * * *", "bulk-checkout.schedule.inbox: a");
		assertRefused("a.yaml", "time-zone");
		write("a", "bulk-checkout.schedule.inbox: a", "bulk-checkout.stop-at: '06:00'");
		assertRefused("a.yaml", "bulk-checkout.stop-at needs bulk-checkout.schedule.cron");
		write("a", "bulk-checkout.schedule.catch-up: 1h");
		assertRefused("a.yaml", "bulk-checkout.schedule.inbox is missing");
		write("a", "bulk-checkout.schedule.inbox: same");
		write("b", "bulk-checkout.schedule.inbox: ./same");
		assertRefused("b.yaml", "another job has its inbox");
	}

	@Test
	void whatAFileSaysCountsAndNotWhenItWasWritten() throws IOException {
		// as Kubernetes mounts a ConfigMap
		Path mounted = Files.createDirectories(this.folder.resolve("mounted"));
		Path first = Files.createDirectories(mounted.resolve("..first"));
		Path second = Files.createDirectories(mounted.resolve("..second"));
		Files.writeString(first.resolve("a.yaml"), "bulk-checkout.schedule.inbox: a\n");
		Files.writeString(second.resolve("a.yaml"), "bulk-checkout.schedule.inbox: b\n");
		Files.setLastModifiedTime(second.resolve("a.yaml"), Files.getLastModifiedTime(first.resolve("a.yaml")));
		Path data = Files.createSymbolicLink(mounted.resolve("..data"), first.getFileName());
		Files.createSymbolicLink(mounted.resolve("a.yaml"), Path.of("..data", "a.yaml"));
		JobFolder jobs = JobFolder.open(mounted, new StandardEnvironment(), (job) -> {
		}, this.said::add);
		assertThat(jobs.refresh()).isFalse();
		Files.delete(data);
		assertThat(jobs.refresh()).as("a file that is away for a moment").isTrue();
		Files.createSymbolicLink(data, second.getFileName());
		assertThat(jobs.refresh()).isTrue();
		assertThat(jobs.jobs()).singleElement()
			.satisfies((job) -> assertThat(job.inbox()).isEqualTo(Path.of("b").toAbsolutePath()));
		Files.setLastModifiedTime(second.resolve("a.yaml"), FileTime.fromMillis(1));
		assertThat(jobs.refresh()).isFalse();
	}

	@Test
	void aFileThatCannotBeServedAnyMoreIsToldOnceAndItsJobStays() throws IOException {
		write("a", "bulk-checkout.schedule.inbox: a");
		write("b", "bulk-checkout.schedule.inbox: b");
		JobFolder jobs = JobFolder.open(this.folder, new StandardEnvironment(), (job) -> {
		}, this.said::add);
		List<JobSettings> before = jobs.jobs();
		write("a", "bulk-checkout.schedule.inbox: a", "bulk-checkout.concurency: 3");
		write("c", "bulk-checkout.schedule.inbox: ./b");
		assertThat(jobs.refresh()).isFalse();
		assertThat(jobs.refresh()).isFalse();
		assertThat(jobs.jobs()).isEqualTo(before);
		assertThat(this.said).satisfiesExactly(
				(a) -> assertThat(a).contains("a.yaml", "line 2: ", "bulk-checkout.concurency",
						"what it said before stays in force"),
				(c) -> assertThat(c).contains("c.yaml", "line 1: another job has its inbox", "served as before"));
		write("a", "bulk-checkout.schedule.inbox: a", "bulk-checkout.concurrency: 3");
		Files.delete(this.folder.resolve("b.yaml"));
		write("c", "bulk-checkout.schedule.inbox: ./b", "# again");
		assertThat(jobs.refresh()).isTrue();
		assertThat(jobs.jobs()).extracting(JobSettings::name).containsExactly("a", "c");
	}

	private void assertRefused(String... parts) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(this::jobs)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(parts));
	}

	private List<JobSettings> jobs() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("process", Map.of("partner-center.tenant-id", "contoso.example")));
		return JobFolder.open(this.folder, environment, (job) -> {
		}, this.said::add).jobs();
	}

	private void write(String name, String... lines) throws IOException {
		Files.write(this.folder.resolve(name + ".yaml"), List.of(lines));
	}

}
