package dev.bulkcheckout.serve;

import dev.bulkcheckout.run.PartitionedRun;

/**
 * The part of this process in a run, and what is open for it.
 *
 * @param part works on partitions
 * @param contexts to be closed with it
 */
public record OpenRun(PartitionedRun part, Runnable contexts) {

	void close() {
		try {
			this.part.close();
		}
		finally {
			this.contexts.run();
		}
	}

}
