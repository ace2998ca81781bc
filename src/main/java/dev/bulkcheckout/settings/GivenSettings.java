package dev.bulkcheckout.settings;

import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What a command line adds to the settings.
 *
 * @param flags by property name; values may tell their {@link FlagOrigin}
 * @param job what a file of {@code jobs/} said; null for none
 * @param say is told what is not heeded and what has a new name
 */
public record GivenSettings(Map<String, Object> flags, @Nullable JobText job, Consumer<String> say) {
}
