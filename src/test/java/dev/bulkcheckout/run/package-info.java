@org.jspecify.annotations.NullMarked
package dev.bulkcheckout.run;
