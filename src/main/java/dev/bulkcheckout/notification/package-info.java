/**
 * Tells people and programs how a run ended.
 */
@NullMarked
package dev.bulkcheckout.notification;

import org.jspecify.annotations.NullMarked;
