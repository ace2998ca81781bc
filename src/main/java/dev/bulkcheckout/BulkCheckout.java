package dev.bulkcheckout;

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
	}

}
