@NullMarked
package dev.bulkcheckout.job.windowed;

import org.jspecify.annotations.NullMarked;
