package dev.bulkcheckout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.env.StandardEnvironment;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.ActionKind;
import dev.bulkcheckout.ledger.ActionRequest;
import dev.bulkcheckout.ledger.ActionResult;
import dev.bulkcheckout.ledger.AskedAction;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.serve.Uploads;
import dev.bulkcheckout.settings.JobFolder;
import dev.bulkcheckout.simulator.Simulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code purge} removes of what was done on the page, and what it leaves.
 */
class PurgeIntegrationTests {

	private static final RunId OLD = new RunId(1);

	private static final RunId KEPT = new RunId(2);

	private final Simulator simulator = Simulator.start();

	private final TestDatabase database = TestDatabase.migrated();

	private final PageActions actions = new PageActions(this.database.jdbc(), this.database.transactions());

	private final Path directory;

	private final TestCli cli;

	private final Uploads uploads;

	PurgeIntegrationTests(@TempDir Path directory) throws IOException {
		this.directory = directory;
		Path jobs = Files.createDirectory(directory.resolve("jobs"));
		Files.writeString(jobs.resolve("nightly.yaml"), "bulk-checkout.schedule.inbox: " + directory.resolve("inbox")
				+ "\npartner-center.tenant-id: contoso\n");
		this.cli = new TestCli(this.database.url()).asking(this.simulator)
			.set("bulk-checkout.output", directory.resolve("out"))
			.set("bulk-checkout.serve.jobs", jobs);
		this.uploads = Uploads.of(JobFolder.open(jobs, new StandardEnvironment(), (job) -> {
		}, (said) -> {
		}).jobs().getFirst());
	}

	@Test
	void whatIsOverGoesWithItsRunAndWhatWaitsStays() throws IOException {
		Uploads.Upload ofOld = run("old.csv", 3);
		Uploads.Upload ofKept = run("kept.csv", 2);
		Uploads.Upload loose = upload("loose.csv", 4);
		Uploads.Upload waiting = upload("waiting.csv", 5);
		this.database.jdbc().sql("update run set finished_at = finished_at - interval '91 days' where id = 1").update();
		long launch = ended(ActionKind.LAUNCH, "launch", null, ofOld, OLD, 91);
		long rerun = ended(ActionKind.RERUN, "rerun", OLD, null, KEPT, 91);
		long stop = ended(ActionKind.STOP, "stop", OLD, null, null, 1);
		long refused = ended(ActionKind.LAUNCH, "refused", null, loose, null, 91);
		long recent = ended(ActionKind.LAUNCH, "recent", null, loose, null, 89);
		long waits = ask(ActionKind.LAUNCH, "waits", null, waiting);

		TestCli.Ended dry = this.cli.run("purge", "--older-than", "90d", "--dry-run");
		assertThat(dry.out()).contains("run 1, old.csv", "upload old.csv of nightly", "upload loose.csv of nightly")
			.doesNotContain("upload kept.csv", "upload waiting.csv", "run 2");
		assertThat(this.actions.newest(100, Long.MAX_VALUE)).hasSize(6);
		assertThat(ofOld.file()).exists();

		assertThat(this.cli.run("purge", "--older-than", "90d").out()).isEqualTo(dry.out());
		assertThat(this.actions.newest(100, Long.MAX_VALUE)).extracting((action) -> action.id())
			.containsExactlyInAnyOrder(rerun, recent, waits)
			.doesNotContain(launch, stop, refused);
		assertThat(this.actions.find(rerun)).get().satisfies((action) -> {
			assertThat(action.request().run()).isNull();
			assertThat(action.worksOn()).isEqualTo(KEPT);
		});
		assertThat(ofOld.file()).doesNotExist();
		assertThat(loose.file()).doesNotExist();
		assertThat(ofKept.file()).exists();
		assertThat(waiting.file()).exists();
	}

	@Test
	void aRunWithWhichSomethingIsAskedForIsLeftAlone() throws IOException {
		Uploads.Upload upload = run("old.csv", 3);
		this.database.jdbc().sql("update run set finished_at = finished_at - interval '91 days' where id = 1").update();
		ask(ActionKind.RERUN, "rerun", OLD, null);
		assertThat(this.cli.run("purge", "--older-than", "90d").out()).contains("asked for, left alone")
			.doesNotContain("upload");
		assertThat(this.database.jdbc().sql("select count(*) from run").query(Long.class).single()).isOne();
		assertThat(this.actions.newest(100, Long.MAX_VALUE)).hasSize(1);
		assertThat(upload.file()).exists();
	}

	private Uploads.Upload run(String name, int carts) throws IOException {
		Uploads.Upload upload = upload(name, carts);
		assertThat(this.cli.run("run", upload.file().toString()).exitCode()).isZero();
		return upload;
	}

	/** A hundred days ago. */
	private Uploads.Upload upload(String name, int carts) throws IOException {
		Path csv = CartsCsv.write(this.directory.resolve(name), CartsCsv.FINE, carts);
		try (InputStream in = Files.newInputStream(csv)) {
			Uploads.Upload upload = this.uploads.store(name, in, 100_000);
			Files.setLastModifiedTime(upload.file().resolveSibling("."),
					FileTime.from(Instant.now().minus(Duration.ofDays(100))));
			return upload;
		}
	}

	private long ended(ActionKind kind, String key, @Nullable RunId run, Uploads.@Nullable Upload upload,
			@Nullable RunId worksOn, int days) {
		long id = ask(kind, key, run, upload);
		if (worksOn != null) {
			this.actions.worksOn(id, worksOn);
		}
		this.actions.end(id, ActionResult.DONE, 0, "over");
		this.database.jdbc()
			.sql("update page_action set ended_at = ended_at - make_interval(days => :days) where id = :id")
			.param("days", days)
			.param("id", id)
			.update();
		return id;
	}

	private long ask(ActionKind kind, String key, @Nullable RunId run, Uploads.@Nullable Upload upload) {
		ActionRequest.Input input = (upload != null) ? new ActionRequest.Input(upload.name(), upload.sha256()) : null;
		AskedAction asked = this.actions
			.ask(new ActionRequest(kind, "olga", key, "sha", run, "nightly", false, Set.of(), input, 3L));
		assertThat(asked).isInstanceOf(AskedAction.Accepted.class);
		return ((AskedAction.Accepted) asked).action().id();
	}

	@AfterEach
	void close() {
		this.simulator.close();
		this.database.close();
	}

}
