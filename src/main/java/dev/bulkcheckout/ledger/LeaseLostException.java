package dev.bulkcheckout.ledger;

import dev.bulkcheckout.cart.RunId;

/**
 * Another process works on the run, or on its partition, now, because this one was not
 * heard of for too long. Nothing was written.
 */
public class LeaseLostException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Names the run that was lost.
	 */
	public LeaseLostException(RunId run) {
		super(run + " is worked on by another process now: this one was not heard of for too long. Nothing is lost;"
				+ " see 'bulk-checkout show " + run.value() + "'");
	}

	/**
	 * Names the partition that was lost.
	 */
	public LeaseLostException(PartitionLease lease) {
		super("Partition " + lease.partition() + " of " + lease.run()
				+ " is worked on by another worker now: this one was not heard of for too long. Nothing is lost;"
				+ " see 'bulk-checkout show " + lease.run().value() + "'");
	}

}
