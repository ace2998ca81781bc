/**
 * The commands: each parses, calls once, prints, and returns a documented exit code.
 */
@NullMarked
package dev.bulkcheckout.cli;

import org.jspecify.annotations.NullMarked;
