/**
 * Where the ledger lives: a server that is given, or a PostgreSQL of our own, started
 * from embedded binaries and shared by all processes that work in the same directory.
 */
@NullMarked
package dev.bulkcheckout.database;

import org.jspecify.annotations.NullMarked;
