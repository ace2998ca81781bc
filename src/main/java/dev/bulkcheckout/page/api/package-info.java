/**
 * What other programs ask of {@code serve} over HTTP, and the forms of the page send. As
 * {@code docs/api.md} and the OpenAPI document say.
 */
@NullMarked
package dev.bulkcheckout.page.api;

import org.jspecify.annotations.NullMarked;
