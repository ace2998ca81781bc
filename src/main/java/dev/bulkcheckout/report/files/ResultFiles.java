package dev.bulkcheckout.report.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.report.RunJson;
import dev.bulkcheckout.report.RunReport;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.report.html.HtmlReport;

/**
 * The result files of a run: a CSV file for each {@link ResultTable} and
 * {@code summary.json}, all as of one moment, streamed, so that a run of any size takes
 * the same memory.
 * <p>
 * CSV is RFC 4180 with a header, in UTF-8 without byte order mark, lines ending in CRLF;
 * an empty cell is one that is not known; times are ISO 8601 in UTC with milliseconds; a
 * cell that a spreadsheet would take for a formula has an apostrophe in front, order ids
 * that begin with {@code -} included. A program that reads the files takes off an
 * apostrophe that is followed by such a text, and has what the ledger has.
 * <p>
 * {@code report.html} is what {@link HtmlReport} and {@code summary.json} what
 * {@link RunJson} makes of the {@link RunReport}.
 */
public class ResultFiles {

	private static final String REPORT = "report.html";

	private static final String SUMMARY = "summary.json";

	private final RunReports reports;

	/**
	 * Asks what the reports ask.
	 */
	public ResultFiles(RunReports reports) {
		this.reports = reports;
	}

	/**
	 * Writes the files of a run as it stands, over those of an earlier time. Each is
	 * there whole or as it was before; none is replaced before all are on the disk.
	 * @param directory is made if it is not there
	 * @return the files, {@code summary.json} last
	 * @throws IllegalArgumentException if there is no such run
	 * @throws ResultFilesException if they cannot be written
	 * @throws org.springframework.dao.DataAccessException if the database does not
	 * answer; nothing was replaced then
	 */
	public List<Path> write(RunId run, Path directory) {
		return write(run, directory, false);
	}

	/**
	 * Writes the files as the last step of the run itself: {@code summary.json} says what
	 * holds once the files are there, that the run has finished and with which exit code.
	 * @see #write
	 */
	public List<Path> writeFinal(RunId run, Path directory) {
		return write(run, directory, true);
	}

	/**
	 * Writes one file of a run as it stands.
	 * @param name of the file
	 * @param writer is left open
	 * @return false if a run has no such file, or there is no such run; nothing is
	 * written then
	 * @throws IOException if it cannot be written
	 */
	public boolean writeOne(RunId run, String name, Writer writer) throws IOException {
		try {
			return this.reports.tell(run, (report, jdbc) -> {
				try {
					return writeOne(report, jdbc, name, writer);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}).orElse(false);
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	private static boolean writeOne(RunReport report, JdbcClient jdbc, String name, Writer writer) throws IOException {
		if (name.equals(SUMMARY)) {
			RunJson.write(report, writer);
			return true;
		}
		if (name.equals(REPORT)) {
			HtmlReport.write(report, jdbc, ZoneId.systemDefault(), writer);
			return true;
		}
		for (ResultTable table : ResultTable.values()) {
			if (table.fileName().equals(name) && table.isOf(report)) {
				table.write(jdbc, report.run().id(), writer);
				return true;
			}
		}
		return false;
	}

	private List<Path> write(RunId run, Path directory, boolean last) {
		return this.reports.tell(run, (report, jdbc) -> {
			Drafts drafts = new Drafts(directory);
			try (drafts) {
				Files.createDirectories(directory);
				for (ResultTable table : Arrays.stream(ResultTable.values())
					.filter((table) -> table.isOf(report))
					.toList()) {
					table.write(jdbc, run, drafts.begin(table.fileName()));
					drafts.complete();
				}
				RunReport told = last ? report.finished() : report;
				HtmlReport.write(told, jdbc, ZoneId.systemDefault(), drafts.begin(REPORT));
				drafts.complete();
				RunJson.write(told, drafts.begin(SUMMARY));
				drafts.complete();
				return drafts.publish();
			}
			catch (IOException ex) {
				throw new ResultFilesException(drafts.current(), run, directory, ex);
			}
		})
			.orElseThrow(() -> new IllegalArgumentException(
					"there is no %s; 'bulk-checkout runs' lists those that there are".formatted(run)));
	}

	/**
	 * The files while they are being written.
	 */
	private static final class Drafts implements AutoCloseable {

		private final Path directory;

		private final List<WholeFile> files = new ArrayList<>();

		private String current = "the result files";

		private Drafts(Path directory) {
			this.directory = directory;
		}

		private Writer begin(String name) throws IOException {
			this.current = name;
			WholeFile file = WholeFile.begin(this.directory.resolve(name));
			this.files.add(file);
			return file.writer();
		}

		private void complete() throws IOException {
			this.files.getLast().complete();
		}

		private List<Path> publish() throws IOException {
			for (WholeFile file : this.files) {
				this.current = String.valueOf(file.place().getFileName());
				file.publish();
			}
			WholeFile.force(this.directory);
			return this.files.stream().map(WholeFile::place).toList();
		}

		private String current() {
			return this.current;
		}

		@Override
		public void close() {
			for (WholeFile file : this.files) {
				file.close();
			}
		}

	}

}
