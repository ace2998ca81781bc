-- What waits can be taken back, a plan can be approved, and what no process serves any more ends after a while.
alter table page_action drop constraint page_action_kind_check;
alter table page_action add constraint page_action_kind_check
	check (kind in ('STOP', 'RESTART', 'RERUN', 'RECONCILE', 'LAUNCH', 'APPROVE'));
alter table page_action drop constraint page_action_result_check;
alter table page_action add constraint page_action_result_check
	check (result in ('DONE', 'STOPPED', 'REFUSED', 'FAILED', 'TAKEN_BACK'));
alter table page_action add taken_back_by text;
-- since when whoever came by did not serve its job; null once somebody did
alter table page_action add unserved_since timestamptz;
