package dev.bulkcheckout.ledger;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which jobs were fired when: each once for each time of its schedule, and one at a time.
 */
public class JobFires {

	private final JdbcClient jdbc;

	/**
	 * Works on the given database.
	 */
	public JobFires(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * The time of the fire that has not ended; whoever began it may have died.
	 */
	public Optional<Instant> open(String job) {
		return this.jdbc.sql("select due_at from job_fire where job = :job and ended_at is null")
			.param("job", job)
			.query((row, number) -> row.getObject("due_at", OffsetDateTime.class).toInstant())
			.optional();
	}

	/**
	 * Fires a job.
	 * @param due the time of its schedule
	 * @param by the process
	 * @return false if it was fired for that time before, or goes on
	 */
	public boolean begin(String job, Instant due, String by) {
		return this.jdbc
			.sql("insert into job_fire (job, due_at, fired_by) values (:job, :due, :by) on conflict do nothing")
			.param("job", job)
			.param("due", Runs.utc(due))
			.param("by", by)
			.update() == 1;
	}

	/**
	 * Notes what a fire came to; does nothing if that is noted.
	 */
	public void end(String job, Instant due, String says) {
		this.jdbc.sql("""
				update job_fire set ended_at = now(), says = :says
				 where job = :job and due_at = :due and ended_at is null""")
			.param("says", StoredText.of(says))
			.param("job", job)
			.param("due", Runs.utc(due))
			.update();
	}

}
