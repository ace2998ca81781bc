-- What a cart said of itself before anything was bought. agreement: what its customer has accepted; null if that was
-- not looked at. last_modified is as received: it is only compared.
create table cart_inspection (
	run_id        bigint      not null,
	line          bigint      not null,
	verdict       text        not null,
	reason        text,
	expires_at    timestamptz,
	lines         integer     not null,
	quantity      bigint,
	currency_code text,
	price         numeric,
	agreement     text,
	last_modified text,
	inspected_at  timestamptz not null,
	primary key (run_id, line),
	foreign key (run_id, line) references cart (run_id, line) on delete cascade
);

-- A cart that was held back is settled: nothing was asked for it, and nothing will be by this run.
alter table cart drop constraint cart_outcome_check;
alter table cart add constraint cart_outcome_check
	check (outcome in ('ORDERED', 'PARTIALLY_ORDERED', 'ALREADY_ORDERED', 'REFUSED', 'UNKNOWN', 'NOT_ATTEMPTED'));
