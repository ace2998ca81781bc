-- What somebody did on the page of serve, or by its API: who, when, what, on which run, and what it came to. Whoever serves does
-- it, by a task of scheduled_tasks that is called by the action's id.
create table page_action (
	id             bigint      generated always as identity primary key,
	kind           text        not null check (kind in ('STOP', 'RESTART', 'RERUN', 'RECONCILE', 'LAUNCH')),
	asked_by       text        not null,
	asked_at       timestamptz not null default now(),
	-- what makes a request that is sent again the same one
	request_key    text        not null,
	request_sha256 text        not null,
	-- the run that is acted on; null for a launch
	run_id         bigint      references run (id) on delete set null,
	-- the job whose settings are taken; null for a stop
	job            text,
	rehearsal      boolean     not null default false,
	-- of a rerun, comma-separated
	outcomes       text,
	-- of a launch: the file that was uploaded
	input_name     text,
	input_sha256   text,
	-- how many carts whoever asked was told of; null where nothing is bought
	carts          bigint,
	-- the first try; a process that died leaves it as it is
	begun_at       timestamptz,
	begun_by       text,
	-- the run that it began or went on with
	works_on       bigint      references run (id) on delete set null,
	ended_at       timestamptz,
	result         text        check (result in ('DONE', 'STOPPED', 'REFUSED', 'FAILED')),
	exit_code      integer,
	says           text,
	unique (asked_by, request_key)
);

-- One thing at a time with a run, and with the bytes of a file.
create unique index page_action_open on page_action (run_id) where ended_at is null;
create unique index page_action_open_launch on page_action (input_sha256, rehearsal) where ended_at is null;

create index page_action_run on page_action (run_id);
create index page_action_works_on on page_action (works_on);
