/**
 * The program's entry and its wiring.
 */
@NullMarked
package dev.bulkcheckout;

import org.jspecify.annotations.NullMarked;
