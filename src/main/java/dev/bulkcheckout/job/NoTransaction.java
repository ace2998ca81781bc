package dev.bulkcheckout.job;

import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;

/**
 * For steps that wait for the network: no connection is held meanwhile, and what they
 * read and write of the ledger are short transactions of its own.
 */
final class NoTransaction {

	static final PlatformTransactionManager FOR_CHUNKS = withoutSynchronization();

	/** A TaskletStep insists on synchronization; it reads nothing around its tasklet. */
	static final PlatformTransactionManager FOR_TASKLETS = new ResourcelessTransactionManager();

	private NoTransaction() {
	}

	private static PlatformTransactionManager withoutSynchronization() {
		ResourcelessTransactionManager manager = new ResourcelessTransactionManager();
		// otherwise the first read of a chunk would bind its connection to the chunk
		manager.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);
		return manager;
	}

}
