/**
 * The operator's page in the browser, which {@code serve} offers where it is asked to.
 */
@NullMarked
package dev.bulkcheckout.page;

import org.jspecify.annotations.NullMarked;
