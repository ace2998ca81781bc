package dev.bulkcheckout.partnercenter.auth;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Shuts the loggers of libraries that write requests, headers or bodies, and so tokens
 * and secrets, at DEBUG or TRACE. No level opens them, not even
 * {@code LOGGING_LEVEL_ROOT=TRACE}. What they say at INFO and above stays.
 */
public final class QuietLoggers {

	/** Names and all below them. Read off the libraries' sources (2026-11). */
	private static final List<String> NAMES = List.of("org.apache.hc", "org.apache.http", "org.springframework.http",
			"org.springframework.web.client", "org.springframework.security", "com.nimbusds",
			// the database's URL, which may hold a password, and its authentication
			"org.postgresql", "com.ongres.scram",
			// java.util.logging, if it is bridged
			"sun.net.www.protocol.http", "jdk.internal.httpclient", "jdk.httpclient", "javax.net.ssl");

	private QuietLoggers() {
	}

	/**
	 * Shuts them. Does nothing if that was done before; to be called again whenever
	 * Spring Boot has started anew, which stops Logback and with it drops every filter.
	 * @throws IllegalStateException if logging does not go through Logback, since then
	 * the promise could not be kept
	 */
	public static void shut() {
		ILoggerFactory factory = LoggerFactory.getILoggerFactory();
		if (!(factory instanceof LoggerContext context)) {
			throw new IllegalStateException(
					"secrets cannot be kept out of the logs of " + factory.getClass().getName() + ": use Logback");
		}
		synchronized (QuietLoggers.class) {
			if (context.getTurboFilterList().stream().noneMatch(Shut.class::isInstance)) {
				context.addTurboFilter(new Shut());
			}
			if (context.getCopyOfListenerList().stream().noneMatch(Keeper.class::isInstance)) {
				context.addListener(new Keeper());
			}
		}
	}

	static boolean isShut(String logger) {
		return NAMES.stream()
			.anyMatch((name) -> logger.startsWith(name)
					&& (logger.length() == name.length() || logger.charAt(name.length()) == '.'));
	}

	private static final class Shut extends TurboFilter {

		@Override
		public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
				Object @Nullable [] params, @Nullable Throwable thrown) {
			boolean fine = level.toInt() < Level.INFO_INT;
			return (fine && isShut(logger.getName())) ? FilterReply.DENY : FilterReply.NEUTRAL;
		}

	}

	/**
	 * A reset of Logback, as after a change of its file, drops the filter: puts it back.
	 */
	private static final class Keeper implements LoggerContextListener {

		@Override
		public boolean isResetResistant() {
			return true;
		}

		@Override
		public void onReset(LoggerContext context) {
			context.addTurboFilter(new Shut());
		}

		@Override
		public void onStart(LoggerContext context) {
		}

		@Override
		public void onStop(LoggerContext context) {
		}

		@Override
		public void onLevelChange(Logger logger, Level level) {
		}

	}

}
