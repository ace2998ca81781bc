/**
 * The result files of a run, each written whole or not at all.
 */
@NullMarked
package dev.bulkcheckout.report.files;

import org.jspecify.annotations.NullMarked;
