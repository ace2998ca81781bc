/**
 * The report that people look at: one HTML file without network.
 */
@NullMarked
package dev.bulkcheckout.report.html;

import org.jspecify.annotations.NullMarked;
