@NullMarked
package dev.bulkcheckout.cli;

import org.jspecify.annotations.NullMarked;
