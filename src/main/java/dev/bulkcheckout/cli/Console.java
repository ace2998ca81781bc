package dev.bulkcheckout.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.report.Lines;

/**
 * Where a command speaks: results to one writer, talk to the other.
 *
 * @param out results
 * @param err talk
 */
record Console(PrintWriter out, PrintWriter err) implements OperatorConsole {

	private static final String WHO = "bulk-checkout: ";

	private static final int NARROW = 80;

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

	/**
	 * A terminal would break lines in the middle of words; whoever reads a log wants each
	 * in one piece.
	 */
	@Override
	public void say(String sentence) {
		Lines lines = new Lines(this.err, Consoles.width(NARROW));
		sentence.lines().forEach((line) -> {
			try {
				if (Consoles.isTerminal()) {
					lines.wrapped(WHO, line);
				}
				else {
					this.err.println(WHO + line);
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		this.err.flush();
	}

}
