package dev.bulkcheckout.cli;

import java.io.PrintWriter;

import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The line of a terminal that a progress bar is drawn on, again and again. The library's
 * own would ask JLine for the terminal's width, which gives Ctrl-C back to the JVM: that
 * ends at once, with calls in flight.
 *
 * @param terminal where it is drawn
 * @param width how many columns there are
 */
record TerminalLine(PrintWriter terminal, int width) implements ProgressBarConsumer {

	@Override
	public int getMaxRenderedLength() {
		// in the last column some terminals begin a new line
		return this.width - 1;
	}

	@Override
	public void accept(String bar) {
		this.terminal.print('\r' + bar);
		this.terminal.flush();
	}

	@Override
	public void clear() {
		accept(" ".repeat(getMaxRenderedLength()) + '\r');
	}

	@Override
	public void close() {
		this.terminal.println();
		this.terminal.flush();
	}

}
