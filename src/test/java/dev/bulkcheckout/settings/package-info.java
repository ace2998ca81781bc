@NullMarked
package dev.bulkcheckout.settings;

import org.jspecify.annotations.NullMarked;
