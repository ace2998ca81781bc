package dev.bulkcheckout.ledger;

/**
 * What is to be done with a partition.
 */
public enum PartitionWork {

	/** To check its carts out. */
	CHECKOUT("checkout_task"),

	/** To ask for the subscription ids of its orders. */
	RECONCILE("reconcile_task");

	private final String table;

	PartitionWork(String table) {
		this.table = table;
	}

	/**
	 * Where db-scheduler finds such tasks.
	 */
	public String table() {
		return this.table;
	}

}
