-- What the calls of a run met in ten seconds, added up at the end of each slot under the lease's token; processes and
-- restarts add to the same slot. Eight hours are 5,760 rows.
create table run_pulse (
	run_id    bigint      not null references run (id) on delete cascade,
	at        timestamptz not null,
	call      text        not null check (call in ('CHECKOUT', 'READ')),
	answered  integer     not null default 0,
	-- 429
	refused   integer     not null default 0,
	-- 5xx, no answer, or none that could be read
	failed    integer     not null default 0,
	-- how long nothing was let through because the API said so
	paused_ms integer     not null default 0,
	-- mean: the time that the calls which ended took, divided by the slot
	in_flight real        not null default 0,
	-- calls a second that would have been let through at the end
	rate      real,
	-- calls that ended within 1, 2, 5, 10 … 100,000 ms and above: 17 counts
	latency   integer[]   not null default '{}',
	primary key (run_id, at, call)
);

-- What changed the course of a run, for people to read. at of LOST: when the process was last heard of.
create table run_event (
	run_id bigint      not null references run (id) on delete cascade,
	at     timestamptz not null default now(),
	kind   text        not null check (kind in ('STARTED', 'RESTARTED', 'LOST', 'STOP_ASKED', 'STOPPED', 'OUTAGE',
		'OUTAGE_ENDED', 'TOKEN', 'FINISHED')),
	says   text        not null,
	-- host and pid of the process it is about; null for a person
	by     text
);
create index run_event_run on run_event (run_id, at);
