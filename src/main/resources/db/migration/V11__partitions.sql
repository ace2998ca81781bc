-- A share of the run's carts, by position, planned once, so that a restart finds the same. A worker holds it: the token grows
-- with each holder, and a write that carries an older one is refused. handed_out is noted before the first of these carts is
-- asked: what is not settled up to there may have been asked by a worker that died. null: none was.
create table run_partition (
	run_id         bigint  not null references run (id) on delete cascade,
	number         integer not null,
	first_position bigint  not null,
	last_position  bigint  not null,
	handed_out     bigint,
	token          bigint  not null default 0,
	-- null while nobody holds it
	holder         text,
	heartbeat_at   timestamptz,
	primary key (run_id, number)
);
