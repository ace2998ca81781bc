/**
 * A Partner Center to rehearse with: it answers over real HTTP, orders every cart at most
 * once, and misbehaves on request. It shares no code with the client, so that a misread
 * field shows. What a cart does is named by its id ({@link CartIdScheme}), by a scenario
 * ({@link Scenario}) or by {@link Simulator#behave}.
 */
@NullMarked
package dev.bulkcheckout.simulator;

import org.jspecify.annotations.NullMarked;
