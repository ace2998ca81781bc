package dev.bulkcheckout.page;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.report.files.ResultFiles;
import dev.bulkcheckout.report.html.HtmlReport;

/**
 * The report of a run, and the files that it names, as of now. Each is written whole
 * before the first byte is sent: a slow browser holds no transaction open.
 */
@Controller
public class FilesController {

	private static final String REPORT = "report.html";

	private final ResultFiles files;

	/**
	 * Writes the given files.
	 */
	public FilesController(ResultFiles files) {
		this.files = files;
	}

	@GetMapping("/runs/{run}/report")
	void report(@PathVariable long run, HttpServletResponse response) throws IOException {
		response.setHeader("Content-Security-Policy", HtmlReport.policy());
		send(new RunId(run), REPORT, "text/html", response);
	}

	@GetMapping("/runs/{run}/{name:[a-z-]+\\.csv}")
	void csv(@PathVariable long run, @PathVariable String name, HttpServletResponse response) throws IOException {
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"run-" + run + "-" + name + "\"");
		send(new RunId(run), name, "text/csv", response);
	}

	@GetMapping("/runs/{run}/summary.json")
	void summary(@PathVariable long run, HttpServletResponse response) throws IOException {
		send(new RunId(run), "summary.json", "application/json", response);
	}

	private void send(RunId run, String name, String type, HttpServletResponse response) throws IOException {
		Path file = Files.createTempFile("bulk-checkout", ".part");
		try {
			boolean written;
			try (Writer writer = Files.newBufferedWriter(file)) {
				written = this.files.writeOne(run, name, writer);
			}
			if (!written) {
				throw new NoSuchRunException(run);
			}
			response.setContentType(type);
			response.setCharacterEncoding(StandardCharsets.UTF_8.name());
			response.setContentLengthLong(Files.size(file));
			OutputStream out = response.getOutputStream();
			Files.copy(file, out);
			out.flush();
		}
		finally {
			Files.delete(file);
		}
	}

}
