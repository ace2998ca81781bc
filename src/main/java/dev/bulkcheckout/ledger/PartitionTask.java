package dev.bulkcheckout.ledger;

import dev.bulkcheckout.cart.RunId;

/**
 * A partition that is to be worked on, as the holder of the run hands it out.
 *
 * @param run the run that it belongs to
 * @param managedUnder the token of the run's lease; once another process holds the run,
 * nobody takes the partition by this task
 * @param partition its number, from 0
 * @param stepExecution the id of the StepExecution that tells how far it is
 */
public record PartitionTask(RunId run, long managedUnder, int partition, long stepExecution) {

	/** What db-scheduler knows such tasks by. */
	public static final String NAME = "partition";

	/**
	 * The name by which it is handed out; those of a run begin with its number and a
	 * slash.
	 */
	public String id() {
		return "%d/%d/%d/%d".formatted(this.run.value(), this.managedUnder, this.partition, this.stepExecution);
	}

	/**
	 * The task of that name.
	 */
	public static PartitionTask of(String id) {
		String[] parts = id.split("/", -1);
		return new PartitionTask(new RunId(Long.parseLong(parts[0])), Long.parseLong(parts[1]),
				Integer.parseInt(parts[2]), Long.parseLong(parts[3]));
	}

}
