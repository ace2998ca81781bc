package dev.bulkcheckout.partnercenter.auth;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Shuts the loggers of libraries that write requests, headers or bodies, and so tokens
 * and secrets, at DEBUG or TRACE. No level opens them, not even
 * {@code LOGGING_LEVEL_ROOT=TRACE}. What they say at INFO and above stays. Spring Boot
 * calls it as soon as logging is set up.
 */
public final class QuietLoggers implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	/** Names and all below them. Read off the libraries' sources (2026-11). */
	private static final List<String> NAMES = List.of("org.apache.hc", "org.apache.http", "org.springframework.http",
			"org.springframework.web.client", "org.springframework.security", "com.nimbusds",
			// the database's URL, which may hold a password, and its authentication
			"org.postgresql", "com.ongres.scram",
			// java.util.logging, if it is bridged
			"sun.net.www.protocol.http", "jdk.internal.httpclient", "jdk.httpclient", "javax.net.ssl");

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		shut();
	}

	/**
	 * Shuts them, and sees to it that no later change of a level opens them. Does nothing
	 * if that was done before; to be called again where Logback may have been stopped,
	 * which drops every listener.
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
			if (context.getCopyOfListenerList().stream().noneMatch(Keeper.class::isInstance)) {
				context.addListener(new Keeper());
				shut(context);
			}
		}
	}

	private static void shut(LoggerContext context) {
		NAMES.forEach((name) -> shut(context.getLogger(name)));
		// those below them that have a level of their own
		context.getLoggerList().stream().filter((logger) -> isShut(logger.getName())).forEach(QuietLoggers::shut);
	}

	private static void shut(Logger logger) {
		if (logger.getEffectiveLevel().toInt() < Level.INFO_INT) {
			logger.setLevel(Level.INFO);
		}
	}

	private static boolean isShut(String logger) {
		return NAMES.stream()
			.anyMatch((name) -> logger.startsWith(name)
					&& (logger.length() == name.length() || logger.charAt(name.length()) == '.'));
	}

	/**
	 * Shuts again what a change of a level, or a reset of Logback, has opened. A level
	 * costs nothing per call, unlike a filter.
	 */
	private static final class Keeper implements LoggerContextListener {

		@Override
		public boolean isResetResistant() {
			return true;
		}

		@Override
		public void onReset(LoggerContext context) {
			shut(context);
		}

		@Override
		public void onStart(LoggerContext context) {
			shut(context);
		}

		@Override
		public void onStop(LoggerContext context) {
		}

		@Override
		public void onLevelChange(Logger logger, Level level) {
			shut(logger.getLoggerContext());
		}

	}

}
