/**
 * The proxy on the way to Partner Center and its token endpoint, as the environment or
 * Java's properties name it.
 */
@NullMarked
package dev.bulkcheckout.partnercenter.proxy;

import org.jspecify.annotations.NullMarked;
