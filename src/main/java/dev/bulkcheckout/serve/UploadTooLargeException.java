package dev.bulkcheckout.serve;

import java.io.IOException;

/**
 * More bytes came than a file may have.
 */
public class UploadTooLargeException extends IOException {

	private static final long serialVersionUID = 1L;

	/**
	 * Says how many it may have.
	 */
	public UploadTooLargeException(long largest) {
		super("the file has more than the %,d bytes that are taken".formatted(largest));
	}

}
