/**
 * The ledger: what was asked of Partner Center and what was said, in PostgreSQL. Alone
 * writes our tables; every count that anybody is shown is a query on them.
 */
@NullMarked
package dev.bulkcheckout.ledger;

import org.jspecify.annotations.NullMarked;
