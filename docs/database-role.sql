-- Roles of least privilege for bulk-checkout's ledger, in PostgreSQL 14 or later.
--
--   bulk_checkout_owner   owns the tables and brings them up to date
--   bulk_checkout_job     runs the job: reads, adds and changes rows, and no more
--   bulk_checkout_reader  runs, show, report: reads
--
-- Run it as a superuser, or as a role that may create roles and owns the database, connected to a database that is there
-- for bulk-checkout alone. It may be run again at any time, and must be after each new version:
--
--   1. create database bulk_checkout;                            (once)
--   2. psql -d bulk_checkout -f database-role.sql                (makes the roles)
--   3. \password bulk_checkout_owner   and so on for each        (once; no password is in this file)
--   4. SPRING_DATASOURCE_USERNAME=bulk_checkout_owner … bulk-checkout check      (makes the tables)
--   5. psql -d bulk_checkout -f database-role.sql                (grants what the tables need)
--   6. SPRING_DATASOURCE_USERNAME=bulk_checkout_job … bulk-checkout run …
--
-- 'purge' deletes, which the job may not: give it the owner.

do $$
begin
	if not exists (select from pg_roles where rolname = 'bulk_checkout_owner') then
		create role bulk_checkout_owner login;
	end if;
	if not exists (select from pg_roles where rolname = 'bulk_checkout_job') then
		create role bulk_checkout_job login;
	end if;
	if not exists (select from pg_roles where rolname = 'bulk_checkout_reader') then
		create role bulk_checkout_reader login;
	end if;
	-- the job stages a CSV through a temporary table
	execute format('revoke all on database %I from public', current_database());
	execute format('grant connect on database %I to bulk_checkout_owner, bulk_checkout_reader', current_database());
	execute format('grant connect, temporary on database %I to bulk_checkout_owner, bulk_checkout_job', current_database());
end $$;

revoke all on schema public from public;
grant usage, create on schema public to bulk_checkout_owner;
grant usage on schema public to bulk_checkout_job, bulk_checkout_reader;

revoke all on all tables in schema public from bulk_checkout_job, bulk_checkout_reader;
revoke all on all sequences in schema public from bulk_checkout_job, bulk_checkout_reader;
grant select on all tables in schema public to bulk_checkout_job, bulk_checkout_reader;
grant insert, update on all tables in schema public to bulk_checkout_job;
grant usage on all sequences in schema public to bulk_checkout_job;

do $$
begin
	if to_regclass('public.flyway_schema_history') is not null then
		-- which versions the tables have is for their owner to say
		revoke insert, update on public.flyway_schema_history from bulk_checkout_job;
	end if;
	if to_regclass('public.cart') is not null and current_setting('server_version_num')::integer >= 170000 then
		-- lets the planner know of a million new carts at once; without it autovacuum does a minute later
		execute 'grant maintain on public.cart to bulk_checkout_job';
	end if;
end $$;
