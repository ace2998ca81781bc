package dev.bulkcheckout.settings;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.Origin;

/**
 * A setting that was given by a name which it had formerly.
 *
 * @param formerly that name
 * @param origin where it stands; null if that is not known
 */
record RenamedOrigin(ConfigurationPropertyName formerly, @Nullable Origin origin) implements Origin {
}
