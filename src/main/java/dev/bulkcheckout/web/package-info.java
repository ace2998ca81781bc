/**
 * The web servers of {@code serve} put together: the operator's page, the API of
 * programs, who may do what, probes and metrics.
 */
@NullMarked
package dev.bulkcheckout.web;

import org.jspecify.annotations.NullMarked;
