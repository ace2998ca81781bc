package dev.bulkcheckout.job;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.beans.factory.ObjectProvider;

import dev.bulkcheckout.ledger.PartitionLease;
import dev.bulkcheckout.ledger.Partitions;

/**
 * A JobRepository in which a worker writes of a partition's StepExecution only as long as
 * it holds the partition: the next worker goes on with the same StepExecution.
 */
final class FencedJobRepository {

	private FencedJobRepository() {
	}

	static JobRepository around(JobRepository repository, ObjectProvider<ActiveRuns> runs,
			ObjectProvider<Partitions> partitions) {
		return (JobRepository) Proxy.newProxyInstance(JobRepository.class.getClassLoader(),
				new Class<?>[] { JobRepository.class }, (proxy, method, args) -> {
					PartitionLease lease = lease(method, args, runs);
					if (lease == null) {
						return invoke(repository, method, args);
					}
					partitions.getObject().fenced(lease, () -> invoke(repository, method, args));
					return null;
				});
	}

	private static @Nullable PartitionLease lease(Method method, @Nullable Object @Nullable [] args,
			ObjectProvider<ActiveRuns> runs) {
		boolean writes = method.getReturnType() == void.class;
		Object only = (args != null && args.length == 1) ? args[0] : null;
		return (writes && only instanceof StepExecution step) ? runs.getObject().partition(step) : null;
	}

	private static @Nullable Object invoke(JobRepository repository, Method method,
			@Nullable Object @Nullable [] args) {
		try {
			return method.invoke(repository, args);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof RuntimeException runtime) {
				throw runtime;
			}
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw new IllegalStateException(ex.getCause());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
