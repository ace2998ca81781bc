/**
 * Measures the program from outside, as processes: how fast and how light it is, always
 * as a ratio to something that was measured in the same run.
 */
@NullMarked
package dev.bulkcheckout.bench;

import org.jspecify.annotations.NullMarked;
