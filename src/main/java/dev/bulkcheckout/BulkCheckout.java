package dev.bulkcheckout;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Properties;

import dev.bulkcheckout.cli.Cli;
import dev.bulkcheckout.partnercenter.auth.QuietLoggers;

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
		QuietLoggers.shut();
		// not System.out, which keeps to itself that nobody reads it
		PrintWriter out = new PrintWriter(new OutputStreamWriter(
				new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), System.out.charset()), true);
		int exitCode = new Cli(new LocalWorkplace(), version()).run(out,
				new PrintWriter(System.err, true, System.err.charset()), args);
		out.flush();
		System.exit(exitCode);
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
