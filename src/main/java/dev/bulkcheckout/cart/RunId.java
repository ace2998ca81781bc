package dev.bulkcheckout.cart;

/**
 * A run's number: the id of its JobInstance.
 *
 * @param value the number that people see
 */
public record RunId(long value) {

	@Override
	public String toString() {
		return "run " + this.value;
	}

}
