package dev.bulkcheckout.ledger;

import java.sql.Array;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.cart.RunId;

/**
 * Carts of former runs of a job that ended in a state which clears by itself, and are put
 * into its next run. All times are the database's own.
 */
public class CarriedCarts {

	/** Source: "Check out a cart" (read 2026-11): a cart lives for seven days. */
	private static final Duration LIFE_OF_A_CART = Duration.ofDays(7);

	/**
	 * Whether what the row {@code %1$s} of a cart ended in clears by itself: no readable
	 * answer; not read before buying, which says nothing about it; throttled to the end;
	 * a code of the table; a customer who is told to be not found in words alone, as
	 * checkouts understand them; order groups that were all refused with such codes. A
	 * code in a 2xx has no status of its own.
	 */
	private static final String CLEARS = """
			(%1$s.outcome = 'UNKNOWN' or %1$s.outcome = 'NOT_ATTEMPTED' and %1$s.error_code = 'NOT_READ'
			 or %1$s.outcome = 'REFUSED' and (
			     %1$s.http_status = 429
			     or case when %1$s.http_status < 300 then '2xx' else %1$s.http_status::text end || ' ' || %1$s.error_code
			        in (:clearing)
			     or %1$s.http_status = 404 and coalesce(%1$s.error_code, '1000') = '1000'
			        and %1$s.error_description ~* 'customer|tenant' and %1$s.error_description !~* 'cart'
			     or %1$s.error_code is null and exists (
			            select 1 from order_error e where e.run_id = %1$s.run_id and e.line = %1$s.line
			            having count(*) > 0 and bool_and(coalesce('2xx ' || e.code in (:clearing), false)))))""";

	/**
	 * {@code waiting}: what the finished runs of the job left that may be asked for once
	 * more. The last time that a cart was settled in them counts, unless another run has
	 * ordered it, has settled it otherwise since, or has not finished: that one asks for
	 * it, or its restart does. A preflight asks for nothing.
	 */
	private static final String WAITING = """
			left_over as (
			    select distinct on (lower(c.customer_id), lower(c.cart_id)) c.*
			      from cart c join run r on r.id = c.run_id
			     where r.job = :job and r.rehearsal = :rehearsal and r.run_key not like '%1$s%%' and r.finished_at is not null
			       and r.staged_at > now() - make_interval(secs => :atMost)
			       and c.outcome <> 'ORDERED'
			     order by lower(c.customer_id), lower(c.cart_id), c.completed_at desc, c.run_id desc),
			waiting as (
			    select l.run_id as from_run, l.line as from_line, l.customer_id, l.cart_id, l.completed_at, everywhere.first_seen_at
			      from left_over l
			      cross join lateral (
			          select least(min(r.staged_at), min(k.first_seen_at)) as first_seen_at, max(i.expires_at) as expires_at,
			                 bool_or(r.run_key not like '%1$s%%'
			                         and (o.outcome in ('ORDERED', 'PARTIALLY_ORDERED', 'ALREADY_ORDERED') or r.finished_at is null
			                              or o.completed_at > l.completed_at and not %2$s)) as taken
			            from cart o
			            join run r on r.id = o.run_id
			            left join carried_cart k on k.run_id = o.run_id and k.line = o.line
			            left join cart_inspection i on i.run_id = o.run_id and i.line = o.line
			           where lower(o.customer_id) = lower(l.customer_id) and lower(o.cart_id) = lower(l.cart_id)
			             and r.rehearsal = :rehearsal) everywhere
			     where %3$s and not everywhere.taken
			       and everywhere.first_seen_at > now() - make_interval(secs => least(:atMost, :life))
			       and (everywhere.expires_at is null or everywhere.expires_at > now()))"""
		.formatted(Run.PREFLIGHT, CLEARS.formatted("o"), CLEARS.formatted("l"));

	/** Behind the lines and the turns of the input. */
	private static final String ENTER = """
			with %s,
			own as (
			    select :lastLine + row_number() over (order by from_run, from_line) as line, customer_id, cart_id,
			           row_number() over (partition by customer_id::uuid order by from_run, from_line) as turn,
			           from_run, from_line, first_seen_at
			      from waiting),
			%s,
			entered as (
			    insert into cart (run_id, line, position, customer_id, cart_id, asked_before)
			    select :run, line,
			           (select coalesce(max(position), 0) from cart where run_id = :run) + row_number() over (order by turn, line),
			           customer_id, cart_id, line in (select line from asked)
			      from own)
			insert into carried_cart (run_id, line, from_run, from_line, first_seen_at)
			select :run, line, from_run, from_line, first_seen_at from own"""
		.formatted(WAITING, Staging.ASKED);

	private static final String COUNT = """
			with %s
			select count(*) as carts, array_agg(distinct from_run order by from_run) as runs from waiting
			 where completed_at < coalesce(:before, 'infinity'::timestamptz)""".formatted(WAITING);

	private final JdbcClient jdbc;

	private final Collection<String> clearing;

	/**
	 * Works on the given database.
	 * @param clearing status and code, with a blank between, of refusals that clear by
	 * themselves; 2xx for codes without a status of their own
	 */
	public CarriedCarts(JdbcClient jdbc, Collection<String> clearing) {
		this.jdbc = jdbc;
		this.clearing = List.copyOf(clearing);
	}

	/**
	 * Carts that are carried over.
	 *
	 * @param carts how many
	 * @param from the runs that left them, oldest first
	 */
	public record Carried(long carts, List<RunId> from) {

		/**
		 * Keeps a copy.
		 */
		public Carried {
			from = List.copyOf(from);
		}

		/**
		 * In words, such as {@code 12 carts carried over from runs 7 and 8}.
		 */
		public String words() {
			String runs = this.from.stream()
				.map((run) -> String.valueOf(run.value()))
				.collect(Collectors.joining(", "))
				.replaceFirst(", (?=\\d+$)", " and ");
			return "%,d %s carried over from %s %s".formatted(this.carts, (this.carts == 1) ? "cart" : "carts",
					(this.from.size() == 1) ? "run" : "runs", runs);
		}

	}

	/**
	 * The carts that the next run of a job would take beside its input, if that names
	 * none of them.
	 * @param atMost how long ago they were first seen at the most
	 * @param before only those that were settled before; null for all
	 */
	public Optional<Carried> waiting(String job, boolean rehearsal, Duration atMost, @Nullable Instant before) {
		return of(this.jdbc.sql(COUNT)
			.param("job", job)
			.param("rehearsal", rehearsal)
			.param("atMost", atMost.toSeconds())
			.param("life", LIFE_OF_A_CART.toSeconds())
			.param("clearing", this.clearing)
			.param("before", Runs.utc(before), Types.TIMESTAMP_WITH_TIMEZONE));
	}

	/**
	 * The carts that a run took beside its input.
	 */
	public Optional<Carried> in(RunId run) {
		return of(this.jdbc.sql("""
				select count(*) as carts, array_agg(distinct from_run order by from_run) as runs
				  from carried_cart where run_id = :run""").param("run", run.value()));
	}

	private static Optional<Carried> of(JdbcClient.StatementSpec question) {
		return question.query((row, number) -> new Carried(row.getLong("carts"), runs(row.getArray("runs"))))
			.optional()
			.filter((carried) -> carried.carts() > 0);
	}

	private static List<RunId> runs(@Nullable Array runs) throws SQLException {
		return (runs == null) ? List.of() : Arrays.stream((Long[]) runs.getArray()).map(RunId::new).toList();
	}

	/**
	 * Enters the carts that wait for the next run of the run's job, behind those of its
	 * input; to be called in the transaction that enters these. Of two runs at the same
	 * time one takes them. Does nothing for a run of no job.
	 * @param lastLine of the input
	 * @param atMost how long ago they were first seen at the most
	 */
	void enter(RunId run, long lastLine, Duration atMost) {
		Optional<JobOfRun> of = this.jdbc
			.sql("""
					select job, rehearsal, pg_advisory_xact_lock(hashtextextended('bulk-checkout carry-over ' || job, 0))::text
					  from run where id = :run and job is not null""")
			.param("run", run.value())
			.query((row, number) -> new JobOfRun(row.getString("job"), row.getBoolean("rehearsal")))
			.optional();
		of.ifPresent((job) -> this.jdbc.sql(ENTER)
			.param("run", run.value())
			.param("lastLine", lastLine)
			.param("job", job.name())
			.param("rehearsal", job.rehearsal())
			.param("atMost", atMost.toSeconds())
			.param("life", LIFE_OF_A_CART.toSeconds())
			.param("clearing", this.clearing)
			.update());
	}

	/**
	 * The lowest line of a cart that the run took beside its input; empty if there is
	 * none.
	 */
	public Optional<Long> firstLine(RunId run) {
		return this.jdbc.sql("select line from carried_cart where run_id = :run order by line limit 1")
			.param("run", run.value())
			.query(Long.class)
			.optional();
	}

	private record JobOfRun(String name, boolean rehearsal) {
	}

}
