-- One step asks for the carts of a run, in the order of their positions. carts: how many there are,
-- counted when they were staged. handed_out: the last position that was noted before its cart was
-- asked; what is not settled up to there may have been asked by a process that died. null: none was.
alter table run add carts bigint;
alter table run add handed_out bigint;

-- Of a run that was begun with partitions, carts that were not handed out may count as asked before,
-- which makes their answers be looked at twice and nothing else.
update run set carts = p.carts, handed_out = p.handed_out
  from (select run_id, max(last_position) as carts, max(handed_out) as handed_out
          from run_partition group by run_id) as p
 where p.run_id = run.id;

drop table run_partition;
