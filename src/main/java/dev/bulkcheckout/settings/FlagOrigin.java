package dev.bulkcheckout.settings;

import org.springframework.boot.origin.Origin;

/**
 * A setting that was given as a flag of the command line.
 *
 * @param flag such as {@code --concurrency}
 */
public record FlagOrigin(String flag) implements Origin {
}
