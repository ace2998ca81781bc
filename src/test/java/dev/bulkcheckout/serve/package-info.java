@NullMarked
package dev.bulkcheckout.serve;

import org.jspecify.annotations.NullMarked;
