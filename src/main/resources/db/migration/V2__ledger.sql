-- The ledger: what was asked of Partner Center and what was said.

-- A run is a JobInstance; its id is the number that people see.
create table run (
	id                bigint      primary key references batch_job_instance (job_instance_id),
	run_key           text        not null unique,
	input_name        text        not null,
	input_sha256      text,
	business_date     date,
	rerun_of          bigint      references run (id) on delete set null,
	rerun_outcomes    text,
	rehearsal         boolean     not null default false,
	options           jsonb       not null default '{}',
	created_at        timestamptz not null default now(),
	staged_at         timestamptz,
	rows_read         bigint      not null default 0,
	started_at        timestamptz,
	checked_out_at    timestamptz,
	reconciled_at     timestamptz,
	finished_at       timestamptz,
	exit_code         integer,
	stop_requested_at timestamptz,
	stopped_at        timestamptz,
	stop_kind         text,
	stop_reason       text,
	stop_advice       text,
	check (run_key <> '')
);
create index run_rerun_of on run (rerun_of);

-- Who works on a run. The token grows with each holder: a write that carries an older one is refused.
create table run_lease (
	run_id       bigint      primary key references run (id) on delete cascade,
	token        bigint      not null default 0,
	host         text,
	pid          bigint,
	process_start timestamptz,
	acquired_at  timestamptz,
	heartbeat_at timestamptz,
	released_at  timestamptz
);

-- A share of the run's carts, by position; planned once, so that a restart finds the same. How far
-- its carts were handed out is noted before the first of them is asked: what is not settled up to
-- there may have been asked by a process that died. null: none was.
create table run_partition (
	run_id         bigint  not null references run (id) on delete cascade,
	number         integer not null,
	first_position bigint  not null,
	last_position  bigint  not null,
	handed_out     bigint,
	primary key (run_id, number)
);

-- A staged row is the intent to check the cart out; its request id is the MS-RequestId of the
-- first call and of every repetition of it, also after a crash. outcome is null until settled.
-- asked_before: another run asked for it and did not settle it as refused, so that a refusal now may
-- not be the whole truth.
create table cart (
	run_id            bigint      not null references run (id) on delete cascade,
	line              bigint      not null,
	position          bigint      not null,
	customer_id       text        not null,
	cart_id           text        not null,
	request_id        uuid        not null default gen_random_uuid(),
	asked_before      boolean     not null default false,
	outcome           text        check (outcome in ('ORDERED', 'PARTIALLY_ORDERED', 'ALREADY_ORDERED', 'REFUSED', 'UNKNOWN')),
	attempts          integer     not null default 0,
	http_status       integer,
	error_code        text,
	error_description text,
	correlation_id    uuid,
	completed_at      timestamptz,
	primary key (run_id, line)
);
create unique index cart_once on cart (lower(customer_id), lower(cart_id), run_id);
create index cart_unsettled on cart (run_id, position) where outcome is null;
create index cart_unhappy on cart (run_id, outcome, line) where outcome <> 'ORDERED';

-- Order ids compare with case. next_read_at is null when there is nothing left to ask.
create table cart_order (
	id                bigint      generated always as identity primary key,
	run_id            bigint      not null,
	line              bigint      not null,
	order_id          text        not null,
	alternate_id      text,
	status            text,
	billing_cycle     text,
	currency_code     text,
	creation_date     text,
	total_price       numeric,
	reads             integer     not null default 0,
	second_reads      integer     not null default 0,
	last_read_at      timestamptz,
	last_read_problem text,
	next_read_at      timestamptz,
	unique (run_id, line, order_id),
	foreign key (run_id, line) references cart (run_id, line) on delete cascade
);
create index cart_order_order on cart_order (order_id);
create index cart_order_due on cart_order (run_id, next_read_at) where next_read_at is not null;

create table order_line_item (
	cart_order_id       bigint  not null references cart_order (id) on delete cascade,
	line_item_number    integer not null,
	offer_id            text,
	friendly_name       text,
	quantity            bigint,
	term_duration       text,
	extended_price      numeric,
	subscription_id     text,
	subscription_linked boolean not null default false,
	subscription_state  text    not null
		check (subscription_state in ('PROVISIONED', 'AWAITED', 'MISSING', 'NOT_EXPECTED', 'ORDER_FAILED')),
	provisioned_at      timestamptz,
	primary key (cart_order_id, line_item_number)
);
create index order_line_item_open on order_line_item (cart_order_id)
	where subscription_state in ('AWAITED', 'MISSING');

create table order_error (
	id             bigint  generated always as identity primary key,
	run_id         bigint  not null,
	line           bigint  not null,
	order_group_id text,
	code           text,
	description    text,
	foreign key (run_id, line) references cart (run_id, line) on delete cascade
);
create index order_error_cart on order_error (run_id, line);

create table rejected_row (
	run_id bigint not null references run (id) on delete cascade,
	line   bigint not null,
	reason text   not null,
	raw    text   not null,
	primary key (run_id, line)
);
