/**
 * One process that fires jobs by their schedule: when, in how many processes at once, on
 * which files of an inbox. Each run is launched as the command line does it.
 */
@NullMarked
package dev.bulkcheckout.serve;

import org.jspecify.annotations.NullMarked;
