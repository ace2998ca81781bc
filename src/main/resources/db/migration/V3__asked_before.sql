-- Which carts may have been asked before, by a process that died before it could settle them or
-- by another run: what refuses such a cart may not be the whole truth.

-- How far the carts of the share were handed out, by position; noted before the first of them
-- is asked. null: none.
alter table run_partition add column handed_out bigint;
update run_partition set handed_out = last_position
 where run_id in (select id from run where started_at is not null);

-- Known when the cart is staged: another run asked for it and did not settle it as refused.
alter table cart add column asked_before boolean not null default false;
