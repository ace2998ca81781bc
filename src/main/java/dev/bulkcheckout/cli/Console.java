package dev.bulkcheckout.cli;

import java.io.PrintWriter;

import dev.bulkcheckout.job.Talk;

/**
 * Where a command speaks: results to one writer, talk to the other.
 *
 * @param out results
 * @param err talk
 */
record Console(PrintWriter out, PrintWriter err) implements Talk {

	@Override
	public void say(String sentence) {
		this.err.println("bulk-checkout: " + sentence);
		this.err.flush();
	}

}
