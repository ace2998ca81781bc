package dev.bulkcheckout.job;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import dev.bulkcheckout.settings.EffectiveValues;
import dev.bulkcheckout.settings.RunProperties;

/**
 * Options of a run as the ledger keeps them: values of properties by name.
 */
final class RunOptionsJson {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private RunOptionsJson() {
	}

	static String write(RunProperties options) {
		return JSON.writeValueAsString(EffectiveValues.of(options));
	}

	static RunProperties read(String json) {
		return EffectiveValues.read(JSON.readValue(json, new TypeReference<Map<String, @Nullable String>>() {
		}));
	}

}
