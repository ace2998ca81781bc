/**
 * Partner Center over HTTP: one exchange each, the bodies of its answers, and the table
 * of its error codes.
 */
@NullMarked
package dev.bulkcheckout.partnercenter;

import org.jspecify.annotations.NullMarked;
