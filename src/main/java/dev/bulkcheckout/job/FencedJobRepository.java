package dev.bulkcheckout.job;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ReflectionUtils;

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
		MethodInterceptor fenced = (call) -> {
			PartitionLease lease = lease(call, runs);
			if (lease == null) {
				return ReflectionUtils.invokeMethod(call.getMethod(), repository, call.getArguments());
			}
			partitions.getObject()
				.fenced(lease, () -> ReflectionUtils.invokeMethod(call.getMethod(), repository, call.getArguments()));
			return null;
		};
		return ProxyFactory.getProxy(JobRepository.class, fenced);
	}

	private static @Nullable PartitionLease lease(MethodInvocation call, ObjectProvider<ActiveRuns> runs) {
		boolean writes = call.getMethod().getReturnType() == void.class;
		Object only = (call.getArguments().length == 1) ? call.getArguments()[0] : null;
		return (writes && only instanceof StepExecution step) ? runs.getObject().partition(step) : null;
	}

}
