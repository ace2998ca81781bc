-- A cart that a run with a limit was about to ask for; until it is settled, its price counts as spent.
alter table cart_inspection add handed_out boolean not null default false;

-- A run that was planned buys once somebody has approved it.
alter table run add approved_at timestamptz;
alter table run add approved_by text;
alter table run_event drop constraint run_event_kind_check;
alter table run_event add constraint run_event_kind_check check (kind in ('STARTED', 'RESTARTED', 'LOST', 'STOP_ASKED', 'STOPPED',
	'OUTAGE', 'OUTAGE_ENDED', 'TOKEN', 'FINISHED', 'APPROVED'));
