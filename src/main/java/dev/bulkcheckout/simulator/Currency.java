package dev.bulkcheckout.simulator;

/** What prices are in. */
public enum Currency {

	/** United States dollar. */
	USD("$"),

	/** Euro. */
	EUR("\u20AC"),

	/** Pound sterling. */
	GBP("\u00A3");

	private final String symbol;

	Currency(String symbol) {
		this.symbol = symbol;
	}

	String symbol() {
		return this.symbol;
	}

}
