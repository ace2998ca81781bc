package dev.bulkcheckout.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

	private void assertRefused(String... parts) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(this::jobs)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(parts));
	}

	private List<JobSettings> jobs() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("process", Map.of("partner-center.tenant-id", "contoso.example")));
		return JobSettings.in(this.folder, environment, this.said::add);
	}

	private void write(String name, String... lines) throws IOException {
		Files.write(this.folder.resolve(name + ".yaml"), List.of(lines));
	}

}
