package dev.bulkcheckout.report.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import dev.bulkcheckout.cart.RunId;

/**
 * The result files of a run could not be written. Nothing half-written was left behind,
 * and the ledger has everything that they would say.
 */
public class ResultFilesException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Says what was tried, where, what came back and what to do.
	 */
	ResultFilesException(String what, RunId run, Path directory, IOException cause) {
		super("tried to write %s of %s to %s but got: %s. No half-written file was left and the ledger is intact: "
			.formatted(what, run, directory, reason(cause))
				+ "'bulk-checkout report %d' writes them later, with '--output DIR' elsewhere".formatted(run.value()),
				cause);
	}

	private static String reason(IOException cause) {
		String message = (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
		if (cause instanceof FileSystemException fault && fault.getReason() == null) {
			return switch (fault) {
				case AccessDeniedException denied -> message + " may not be written";
				case FileAlreadyExistsException existing -> message + " is there already and is not a directory";
				case NoSuchFileException missing -> message + " is not there";
				default -> message + " (" + fault.getClass().getSimpleName() + ")";
			};
		}
		return message;
	}

}
