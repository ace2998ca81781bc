-- What a run came to, counted once under the lease's token when its files are written, so that a run of a million carts is
-- shown at once. It holds for as long as nobody has taken the lease again. If its shape changes, set it null.
alter table run add totals jsonb;
alter table run add totals_token bigint;

-- The few carts whose answer was odd.
create index cart_noted on cart (run_id, line) where note is not null;
