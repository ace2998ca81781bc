package dev.bulkcheckout.simulator;

/** What prices are in. */
public enum Currency {

	USD("$"), EUR("\u20AC"), GBP("\u00A3");

	private final String symbol;

	Currency(String symbol) {
		this.symbol = symbol;
	}

	String symbol() {
		return this.symbol;
	}

}
