-- What serve fired: each job once for each time of its schedule, whichever of several processes it was.
create table job_fire (
	job      text        not null,
	due_at   timestamptz not null,
	fired_at timestamptz not null default now(),
	fired_by text        not null,
	-- null while it goes on, also when the process that began it has died
	ended_at timestamptz,
	says     text,
	primary key (job, due_at)
);
create unique index job_fire_open on job_fire (job) where ended_at is null;

-- Which process of serve runs a job of which partner tenant: one at a time, so that two do not ask past each other's pace.
create table tenant_lease (
	tenant       text        primary key,
	holder       text        not null,
	heartbeat_at timestamptz not null
);
