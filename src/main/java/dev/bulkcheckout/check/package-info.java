/**
 * Whether a run can begin: settings, database, token, and one harmless read.
 */
@NullMarked
package dev.bulkcheckout.check;

import org.jspecify.annotations.NullMarked;
