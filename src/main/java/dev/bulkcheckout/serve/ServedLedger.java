package dev.bulkcheckout.serve;

import javax.sql.DataSource;

import dev.bulkcheckout.ledger.JobFires;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.TenantLeases;

/**
 * What {@code serve} knows of the ledger.
 *
 * @param dataSource where the scheduler keeps its tasks
 * @param runs the runs
 * @param fires which jobs were fired when
 * @param leases who works for which partner tenant
 * @param actions what was asked for on the page
 */
public record ServedLedger(DataSource dataSource, Runs runs, JobFires fires, TenantLeases leases, PageActions actions) {
}
