/**
 * Questions to the ledger that the operator's page asks beyond the report: a run while it
 * is worked on, carts that are looked for, a cart's story, what is due and who works.
 */
@NullMarked
package dev.bulkcheckout.report.page;

import org.jspecify.annotations.NullMarked;
