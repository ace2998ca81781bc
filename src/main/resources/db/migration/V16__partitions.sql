-- A share of the run's carts, by position, planned once, so that a restart finds the same. A worker holds it: the token grows
-- with each holder, and a write that carries an older one is refused. handed_out is noted before the first of these carts is
-- asked: what is not settled up to there may have been asked by a worker that died. null: none was.
create table run_partition (
	run_id          bigint  not null references run (id) on delete cascade,
	number          integer not null,
	first_position  bigint  not null,
	last_position   bigint  not null,
	handed_out      bigint,
	token           bigint  not null default 0,
	-- null while nobody holds it
	holder_host     text,
	holder_pid      bigint,
	holder_start    timestamptz,
	heartbeat_at    timestamptz,
	-- the holder of the run asks for it back
	stopping        boolean not null default false,
	-- whose carts these are: the partner that a worker must be set up for
	partner         text    not null default '',
	-- how long subscription ids are asked for
	reconcile_until timestamptz,
	-- why its worker stopped what no other worker would do better
	stop_kind       text,
	stop_reason     text,
	stop_advice     text,
	primary key (run_id, number)
);

-- What db-scheduler hands out to workers: a partition whose carts are to be asked for, one at a time in a worker, and one whose
-- orders are, which mostly wait. Apart from each other and from what serve fires, since a process takes only what it can do.
create table checkout_task (like scheduled_tasks including all);
create table reconcile_task (like scheduled_tasks including all);

-- How the calls that a run may have in flight are shared out to its workers. Each looks and writes four times a second, one at a
-- time: what others were granted or have in flight is theirs until they say otherwise, or are not heard of any more.
create table run_worker (
	run_id       bigint      not null references run (id) on delete cascade,
	worker       text        not null,
	seen_at      timestamptz not null,
	-- calls in flight and waiting
	wanted       integer     not null,
	in_flight    integer     not null,
	granted      integer     not null,
	-- by a Retry-After
	paused_until timestamptz,
	primary key (run_id, worker)
);
