package dev.bulkcheckout.run;

import java.time.InstantSource;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.bulkcheckout.job.ActiveRuns;
import dev.bulkcheckout.job.BulkCheckoutConfiguration;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.Partitions;
import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.ledger.RunCountsQuery;
import dev.bulkcheckout.ledger.RunWorkers;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.throttling.Governor;

/**
 * The launcher of runs, and the job that it launches.
 */
@Configuration(proxyBeanMethods = false)
@Import(BulkCheckoutConfiguration.class)
public class RunConfiguration {

	@Bean
	RunLauncher runLauncher(Runs runs, Leases leases, Partitions partitions, RunCountsQuery runCounts,
			JobRepository repository, JobOperator operator, ActiveRuns activeRuns, Job bulkCheckout, Job preflight,
			Job reconcile, CallsFactory calls, InstantSource clock, OperatorConsole console, DatabaseRetry retry,
			ObjectProvider<CallHistory> history, ObjectProvider<RunListener> listening) {
		RunListeners listeners = new RunListeners(listening.orderedStream().toList());
		RunClaims claims = new RunClaims(leases, console::say);
		JobExecutions executions = new JobExecutions(repository, operator, activeRuns);
		return new RunLauncher(runs, runCounts, claims, new RunExecution(runs, leases, partitions, runCounts, claims,
				executions, bulkCheckout, preflight, reconcile, calls, clock, retry, history::getObject), listeners);
	}

	@Bean
	PartitionedRuns partitionedRuns(Partitions partitions, Leases leases, JobRepository repository,
			ActiveRuns activeRuns, Step checkoutPartition, Step reconcilePartition, CallsFactory calls,
			DatabaseRetry retry, ObjectProvider<CallHistory> history, ObjectProvider<Governor> governor,
			RunWorkers workers) {
		return new PartitionedRuns(partitions, leases, repository, activeRuns, checkoutPartition, reconcilePartition,
				calls, retry, history::getObject, governor::getObject, workers);
	}

}
