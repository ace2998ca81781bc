/**
 * Who may ask: settings of the partner's application and its access tokens.
 */
@NullMarked
package dev.bulkcheckout.partnercenter.auth;

import org.jspecify.annotations.NullMarked;
