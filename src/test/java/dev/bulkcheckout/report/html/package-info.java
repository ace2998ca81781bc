@NullMarked
package dev.bulkcheckout.report.html;

import org.jspecify.annotations.NullMarked;
