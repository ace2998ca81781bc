/**
 * The CSV of carts, read as a stream: carts on one side, refused rows with their line and
 * reason on the other. The only package that knows commons-csv on the way in.
 */
@NullMarked
package dev.bulkcheckout.input;

import org.jspecify.annotations.NullMarked;
