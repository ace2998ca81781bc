/**
 * What an operator sets: names, values, where they come from, and how nonsense is
 * refused. A leaf that every package may know.
 */
@NullMarked
package dev.bulkcheckout.settings;

import org.jspecify.annotations.NullMarked;
