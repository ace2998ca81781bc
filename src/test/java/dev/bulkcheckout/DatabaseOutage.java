package dev.bulkcheckout;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ways in which a database is away from a run.
 */
enum DatabaseOutage {

	/** Stopped as by a crash. */
	DOWN("the database does not answer (") {
		@Override
		void begin(RestartablePostgres postgres) {
			postgres.stopImmediately();
		}

		@Override
		void end(RestartablePostgres postgres) {
			postgres.start();
		}
	},

	/** The role {@code night} is cut off and gets no connection any more. */
	NO_CONNECTIONS("the database takes no more connections (FATAL: too many connections for role") {
		@Override
		void begin(RestartablePostgres postgres) {
			postgres.jdbc().sql("alter role night connection limit 0").update();
			postgres.jdbc()
				.sql("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'night'")
				.query(Long.class)
				.single();
		}

		@Override
		void end(RestartablePostgres postgres) {
			postgres.jdbc().sql("alter role night connection limit -1").update();
		}
	},

	/** Neither answers nor closes a connection, as if every packet was dropped. */
	SILENT("the database does not answer (") {
		@Override
		void begin(RestartablePostgres postgres) {
			postgres.freeze();
		}

		@Override
		void end(RestartablePostgres postgres) {
			postgres.thaw();
		}
	},

	/** As a primary that is being demoted. */
	READ_ONLY("the database is read-only (ERROR: cannot execute") {
		@Override
		void begin(RestartablePostgres postgres) {
			postgres.set("default_transaction_read_only", "on");
		}

		@Override
		void end(RestartablePostgres postgres) {
			postgres.set("default_transaction_read_only", "off");
		}
	};

	private final String words;

	DatabaseOutage(String words) {
		this.words = words;
	}

	abstract void begin(RestartablePostgres postgres);

	abstract void end(RestartablePostgres postgres);

	/**
	 * Comes upon a run in the middle of its checkouts and lasts so long.
	 */
	void comesAndGoesIn(RunOnPostgres run, Duration time) {
		Program.Child child = run.launch("5m");
		run.awaitCheckouts(60);
		comesAndGoes(run, child, time);
	}

	/**
	 * Comes upon a run that looks for subscription ids and lasts so long.
	 */
	void comesAndGoesInReconcile(RunOnPostgres run, Duration time) {
		Program.Child child = run.launch("5m");
		run.awaitReads(30);
		comesAndGoes(run, child, time);
	}

	private void comesAndGoes(RunOnPostgres run, Program.Child child, Duration time) {
		begin(run.postgres());
		run.awaitWord(child, this.words);
		Await.pause(time);
		long asked = run.checkouts();
		Await.pause(Duration.ofSeconds(1));
		assertThat(run.checkouts()).as("who cannot note answers does not ask").isEqualTo(asked);
		end(run.postgres());
		run.assertWentOn(child);
		assertThat(child.err()).contains("waiting up to 5 min for it");
	}

	/**
	 * Comes upon a run that does not wait for long.
	 */
	void outlastsThePatienceOf(RunOnPostgres run) {
		Program.Child child = run.launch("3s");
		run.awaitCheckouts(60);
		begin(run.postgres());
		run.assertGaveUp(child);
		assertThat(child.err()).contains(this.words, "waiting up to 3 s for it");
		end(run.postgres());
		run.assertRestartFinishes();
	}

}
