-- Roles of least privilege for bulk-checkout's ledger, in PostgreSQL 14 or later.
--
--   bulk_checkout_owner   owns the tables and brings them up to date
--   bulk_checkout_job     runs the job: reads, adds and changes rows, and no more
--   bulk_checkout_reader  runs, show, report: reads
--
-- The tables are in a schema of their own, bulk_checkout; a ledger of former versions stays in public. The roles look there
-- first by themselves, so that the job also works through PgBouncer in transaction mode.
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
declare
	-- another name: set it here, and as BULK_CHECKOUT_SCHEMA
	ledger text := 'bulk_checkout';
	person text;
begin
	foreach person in array array['bulk_checkout_owner', 'bulk_checkout_job', 'bulk_checkout_reader'] loop
		if not exists (select from pg_roles where rolname = person) then
			execute format('create role %I login', person);
		end if;
	end loop;

	if to_regclass(ledger || '.run_lease') is null and to_regclass('public.run_lease') is not null then
		ledger := 'public';
	end if;
	if not exists (select from pg_namespace where nspname = ledger) then
		execute format('create schema %I', ledger);
	end if;

	-- the job stages a CSV through a temporary table
	execute format('revoke all on database %I from public', current_database());
	execute format('grant connect on database %I to bulk_checkout_owner, bulk_checkout_reader', current_database());
	execute format('grant connect, temporary on database %I to bulk_checkout_owner, bulk_checkout_job', current_database());
	foreach person in array array['bulk_checkout_owner', 'bulk_checkout_job', 'bulk_checkout_reader'] loop
		execute format('alter role %I in database %I set search_path = %I', person, current_database(), ledger);
	end loop;

	revoke all on schema public from public;
	execute format('grant usage, create on schema %I to bulk_checkout_owner', ledger);
	execute format('grant usage on schema %I to bulk_checkout_job, bulk_checkout_reader', ledger);

	execute format('revoke all on all tables in schema %I from bulk_checkout_job, bulk_checkout_reader', ledger);
	execute format('revoke all on all sequences in schema %I from bulk_checkout_job, bulk_checkout_reader', ledger);
	execute format('grant select on all tables in schema %I to bulk_checkout_job, bulk_checkout_reader', ledger);
	execute format('grant insert, update on all tables in schema %I to bulk_checkout_job', ledger);
	execute format('grant usage on all sequences in schema %I to bulk_checkout_job', ledger);

	if to_regclass(ledger || '.batch_job_execution') is not null then
		-- the first launch of a run needs a former execution, which it makes and takes back
		execute format('grant delete on %1$I.batch_job_execution, %1$I.batch_job_execution_context, '
			'%1$I.batch_job_execution_params to bulk_checkout_job', ledger);
	end if;
	if to_regclass(ledger || '.run_worker') is not null then
		-- what is done is taken off: fires of serve, partitions handed out to workers, and who works for whom
		execute format('grant delete on %1$I.scheduled_tasks, %1$I.tenant_lease, %1$I.checkout_task, %1$I.reconcile_task, '
			'%1$I.run_worker to bulk_checkout_job', ledger);
	end if;
	if to_regclass(ledger || '.flyway_schema_history') is not null then
		-- which versions the tables have is for their owner to say
		execute format('revoke insert, update on %I.flyway_schema_history from bulk_checkout_job', ledger);
	end if;
	if to_regclass(ledger || '.cart') is not null and current_setting('server_version_num')::integer >= 170000 then
		-- lets the planner know of a million new carts at once; without it autovacuum does a minute later
		execute format('grant maintain on %I.cart to bulk_checkout_job', ledger);
	end if;
end $$;
