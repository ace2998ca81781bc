-- The job that a run was launched by: the name of its file in jobs/. null for runs that were launched without one.
alter table run add job text;
create index run_job on run (job) where job is not null;

-- The carts of a run that were not in its input, but left by a former run of its job: from which run and line, and when the cart
-- was first seen by any run. The former run may have been removed since.
create table carried_cart (
	run_id        bigint      not null,
	line          bigint      not null,
	from_run      bigint      not null,
	from_line     bigint      not null,
	first_seen_at timestamptz not null,
	primary key (run_id, line),
	foreign key (run_id, line) references cart (run_id, line) on delete cascade
);
