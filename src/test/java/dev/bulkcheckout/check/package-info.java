@NullMarked
package dev.bulkcheckout.check;

import org.jspecify.annotations.NullMarked;
