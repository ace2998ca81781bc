@NullMarked
package dev.bulkcheckout.report.files;

import org.jspecify.annotations.NullMarked;
