@NullMarked
package dev.bulkcheckout.report;

import org.jspecify.annotations.NullMarked;
