package dev.bulkcheckout.job;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.dao.OptimisticLockingFailureException;

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
		return (JobRepository) Proxy.newProxyInstance(JobRepository.class.getClassLoader(),
				new Class<?>[] { JobRepository.class }, (proxy, method, args) -> {
					return retry.call(() -> invoke(repository, method, args));
				});
	}

	private static @Nullable Object invoke(JobRepository repository, Method method,
			@Nullable Object @Nullable [] args) {
		try {
			return invokeOnce(repository, method, args);
		}
		catch (OptimisticLockingFailureException ex) {
			takeStoredVersion(repository, args);
			return invokeOnce(repository, method, args);
		}
	}

	private static @Nullable Object invokeOnce(JobRepository repository, Method method,
			@Nullable Object @Nullable [] args) {
		try {
			return method.invoke(repository, args);
		}
		catch (InvocationTargetException ex) {
			Throwable cause = ex.getCause();
			if (cause instanceof RuntimeException runtime) {
				throw runtime;
			}
			if (cause instanceof Error error) {
				throw error;
			}
			throw new IllegalStateException(cause);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void takeStoredVersion(JobRepository repository, @Nullable Object @Nullable [] args) {
		Object entity = (args != null && args.length > 0) ? args[0] : null;
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
