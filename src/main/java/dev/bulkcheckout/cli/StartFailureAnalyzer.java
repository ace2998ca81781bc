package dev.bulkcheckout.cli;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;

import dev.bulkcheckout.database.DatabaseUnavailableException;
import dev.bulkcheckout.settings.InvalidSettingException;

/**
 * Says in the operator's words what keeps the program from starting. Spring Boot asks it
 * when a context cannot be made, {@link ErrorMessages} when a lazy bean cannot.
 */
final class StartFailureAnalyzer implements FailureAnalyzer {

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			switch (cause) {
				case InvalidSettingException refused -> {
					return new FailureAnalysis(refused.getMessage(), null, refused);
				}
				case DatabaseUnavailableException database -> {
					return new FailureAnalysis(database.getMessage(), null, database);
				}
				case UsageException usage -> {
					return new FailureAnalysis(usage.getMessage(), null, usage);
				}
				case PortInUseException port -> {
					return new FailureAnalysis("port " + port.getPort() + " is in use",
							"end what listens there, or set another one", port);
				}
				case ConfigDataException files -> {
					return new FailureAnalysis("the settings cannot be read: " + files.getMessage(),
							"check SPRING_CONFIG_IMPORT", files);
				}
				default -> {
					// perhaps its cause
				}
			}
		}
		return null;
	}

}
