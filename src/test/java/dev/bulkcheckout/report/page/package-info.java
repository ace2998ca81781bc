@NullMarked
package dev.bulkcheckout.report.page;

import org.jspecify.annotations.NullMarked;
