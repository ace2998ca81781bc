/**
 * What an operator may do with runs from the page or by the API: what it would ask for,
 * whether it can be done, and its entry in the ledger. Done it is by {@code serve}.
 */
@NullMarked
package dev.bulkcheckout.action;

import org.jspecify.annotations.NullMarked;
