package dev.bulkcheckout.report.html;

import java.io.IOException;
import java.io.Writer;
import java.time.ZoneId;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.WriterOutput;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.report.RunReport;
import dev.bulkcheckout.report.Times;

/**
 * {@code report.html}: a run to look at, in one file that needs no network and no
 * JavaScript, of at most a megabyte however many carts the run has. What it leaves out is
 * counted, with the file that has it whole.
 */
public final class HtmlReport {

	private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(ContentType.Html);

	private HtmlReport() {
	}

	/**
	 * What a browser heeds of it, as the header that a server sends with it.
	 */
	public static String policy() {
		return Assets.OF_PAGE.policy() + "; frame-ancestors 'none'";
	}

	/**
	 * Writes the page.
	 * @param jdbc the database as it was when the report was made
	 * @param zone the operator's time zone, which the page names
	 * @throws IOException if it cannot be written
	 */
	public static void write(RunReport report, JdbcClient jdbc, ZoneId zone, Writer writer) throws IOException {
		Page page = new PageQuery(report, jdbc, new Times(zone, report.asOf())).page();
		TEMPLATES.render("report/page.jte", page, new WriterOutput(writer));
		writer.flush();
	}

}
