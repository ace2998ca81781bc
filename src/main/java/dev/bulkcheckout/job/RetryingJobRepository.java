package dev.bulkcheckout.job;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.util.ReflectionUtils;

import dev.bulkcheckout.ledger.DatabaseRetry;

/**
 * A JobRepository that waits for a database that is away. Without it an outage of seconds
 * leaves the execution {@code UNKNOWN}, which no restart accepts.
 * <p>
 * An update whose commit was not answered may have taken effect, and a stop writes the
 * rows of job and step from another thread: an update then fails on the row's version,
 * which is read again. Under the run's lease no other process has a say.
 */
final class RetryingJobRepository {

	private RetryingJobRepository() {
	}

	static JobRepository around(JobRepository repository, DatabaseRetry retry) {
		MethodInterceptor retrying = (call) -> retry.call(() -> invoke(repository, call));
		return ProxyFactory.getProxy(JobRepository.class, retrying);
	}

	private static @Nullable Object invoke(JobRepository repository, MethodInvocation call) {
		try {
			return ReflectionUtils.invokeMethod(call.getMethod(), repository, call.getArguments());
		}
		catch (OptimisticLockingFailureException ex) {
			takeStoredVersion(repository, call.getArguments());
			return ReflectionUtils.invokeMethod(call.getMethod(), repository, call.getArguments());
		}
	}

	private static void takeStoredVersion(JobRepository repository, @Nullable Object[] args) {
		Object entity = (args.length > 0) ? args[0] : null;
		if (entity instanceof StepExecution step) {
			StepExecution stored = repository.getStepExecution(step.getId());
			Integer version = (stored != null) ? stored.getVersion() : null;
			if (version != null) {
				step.setVersion(version);
			}
		}
		else if (entity instanceof JobExecution job) {
			JobExecution stored = repository.getJobExecution(job.getId());
			Integer version = (stored != null) ? stored.getVersion() : null;
			if (version != null) {
				job.setVersion(version);
			}
		}
	}

}
