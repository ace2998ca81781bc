package dev.bulkcheckout;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

import dev.bulkcheckout.cli.Application;
import dev.bulkcheckout.cli.Cli;
import dev.bulkcheckout.metrics.MetricsConfiguration;
import dev.bulkcheckout.metrics.ServedMetricsConfiguration;
import dev.bulkcheckout.notification.NotificationConfiguration;
import dev.bulkcheckout.run.RunConfiguration;
import dev.bulkcheckout.web.ManagementConfiguration;
import dev.bulkcheckout.web.PageConfiguration;

/**
 * The program's entry.
 */
public final class BulkCheckout {

	private BulkCheckout() {
	}

	/**
	 * Runs one command and ends with its exit code.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		speakPlainly();
		// not System.out, which keeps to itself that nobody reads it
		PrintWriter out = new PrintWriter(new OutputStreamWriter(
				new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), StandardCharsets.UTF_8), true);
		Application application = new Application(LedgerConfiguration.class, launch(), PageConfiguration.class,
				ManagementConfiguration.class, Map.of());
		int exitCode = new Cli(application, version()).run(out, new PrintWriter(System.err, true, System.err.charset()),
				args);
		out.flush();
		System.exit(exitCode);
	}

	/**
	 * English with the digits 0 to 9 and UTF-8, wherever it runs: scripts read what is
	 * printed, and cron and containers have no locale at all. Before anything else, since
	 * libraries look at it once.
	 */
	private static void speakPlainly() {
		Locale.setDefault(Locale.ENGLISH);
		System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
	}

	/**
	 * What a launch adds to the ledger.
	 */
	static Class<?>[] launch() {
		return new Class<?>[] { RunConfiguration.class, PartnerCenterConfiguration.class, RehearsalConfiguration.class,
				MetricsConfiguration.class, ServedMetricsConfiguration.class, NotificationConfiguration.class };
	}

	private static String version() {
		Properties build = new Properties();
		try (InputStream stream = BulkCheckout.class.getResourceAsStream("/META-INF/build-info.properties")) {
			if (stream != null) {
				build.load(stream);
			}
		}
		catch (IOException ex) {
			// said below: the version is not known
		}
		return build.getProperty("build.version", "(unknown version)");
	}

}
