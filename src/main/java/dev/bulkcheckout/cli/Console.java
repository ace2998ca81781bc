package dev.bulkcheckout.cli;

import java.io.PrintWriter;

import dev.bulkcheckout.cart.OperatorConsole;

/**
 * Where a command speaks: results to one writer, talk to the other.
 *
 * @param out results
 * @param err talk
 */
record Console(PrintWriter out, PrintWriter err) implements OperatorConsole {

	/**
	 * Sees to it that all results are printed.
	 * @return false, having said so, if whoever reads them is gone or their disk is full
	 */
	boolean flush() {
		boolean printed = !this.out.checkError();
		if (!printed) {
			say("the results could not be printed: standard output is closed, or its disk is full");
		}
		return printed;
	}

	@Override
	public void say(String sentence) {
		sentence.lines().forEach((line) -> this.err.println("bulk-checkout: " + line));
		this.err.flush();
	}

}
