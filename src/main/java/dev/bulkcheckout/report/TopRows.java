package dev.bulkcheckout.report;

import java.util.List;

/**
 * The first rows of an answer.
 *
 * @param rows those
 * @param more how many there are beyond them
 */
record TopRows<T>(List<T> rows, long more) {
}
