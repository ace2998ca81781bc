-- Why the pace was what it was in that slot, in a sentence; null where nothing held the calls back.
alter table run_pulse add column pace text;
