package dev.bulkcheckout;

import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cli.Workplace;
import dev.bulkcheckout.job.Talk;

/**
 * The workplace of a process of its own.
 */
final class LocalWorkplace implements Workplace {

	@Override
	public LocalSettings settings(Map<String, Object> flags, @Nullable Path jobFile, Talk talk) {
		return new LocalSettings(dev.bulkcheckout.settings.Settings.of(flags, jobFile, talk::say));
	}

}
