package dev.bulkcheckout.action;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.action.ActionRefusedException.Reason;
import dev.bulkcheckout.input.CartFile;
import dev.bulkcheckout.input.InputCheck;
import dev.bulkcheckout.input.RejectedRow;
import dev.bulkcheckout.input.UnusableInputException;
import dev.bulkcheckout.serve.UploadTooLargeException;
import dev.bulkcheckout.serve.Uploads;
import dev.bulkcheckout.settings.JobSettings;

/**
 * Takes CSVs that are uploaded, and checks them.
 */
public class UploadedFiles {

	private final JobChoice jobs;

	private final long largest;

	/**
	 * Takes files for the given jobs.
	 * @param largest bytes at the most
	 */
	public UploadedFiles(JobChoice jobs, long largest) {
		this.jobs = jobs;
		this.largest = largest;
	}

	/**
	 * Stores a file and checks it. The same bytes again are the same file.
	 * @param job by name; null for the only one
	 * @param name as whoever sends it calls it
	 * @throws ActionRefusedException if it is too large, or the job is not known
	 * @throws IOException if it breaks off; nothing is left of it
	 */
	public UploadedFile store(@Nullable String job, @Nullable String name, InputStream in) throws IOException {
		JobSettings settings = this.jobs.named(job);
		try {
			return check(settings, Uploads.of(settings).store(name, in, this.largest));
		}
		catch (UploadTooLargeException ex) {
			throw new ActionRefusedException(Reason.TOO_LARGE, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * The file whose bytes have the given SHA-256, checked.
	 * @param sha256 may be any text
	 * @throws ActionRefusedException if there is none, or the job is not known
	 */
	public UploadedFile find(@Nullable String job, String sha256) {
		JobSettings settings = this.jobs.named(job);
		try {
			return check(settings,
					Uploads.of(settings)
						.find(sha256)
						.orElseThrow(() -> new ActionRefusedException(Reason.NOT_FOUND,
								"there is no such file among the uploads of " + settings.name())));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static UploadedFile check(JobSettings job, Uploads.Upload upload) throws IOException {
		List<RejectedRow> refused = new ArrayList<>();
		try (CartFile file = CartFile.open(upload.file())) {
			InputCheck check = InputCheck.of(file, (row) -> {
				if (refused.size() < UploadedFile.REFUSED_ROWS) {
					refused.add(row);
				}
			});
			return new UploadedFile(upload.sha256(), upload.name(), job.name(), check.rows(), check.carts(),
					check.rejected(), refused, check.notice());
		}
		catch (UnusableInputException ex) {
			// where it is kept is nobody's business
			throw new ActionRefusedException(Reason.INVALID,
					String.valueOf(ex.getMessage()).replace(upload.file().toString(), upload.name()));
		}
	}

}
