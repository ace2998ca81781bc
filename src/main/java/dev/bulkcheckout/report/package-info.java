/**
 * Questions to the ledger and their answers as files, text and JSON. Reads only.
 */
@NullMarked
package dev.bulkcheckout.report;

import org.jspecify.annotations.NullMarked;
