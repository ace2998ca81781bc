/**
 * What tests of several packages share.
 */
@NullMarked
package dev.bulkcheckout;

import org.jspecify.annotations.NullMarked;
