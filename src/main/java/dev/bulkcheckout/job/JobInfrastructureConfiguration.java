package dev.bulkcheckout.job;

import javax.sql.DataSource;

import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.bulkcheckout.ledger.CarriedCarts;
import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Inspections;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.Orders;
import dev.bulkcheckout.ledger.Partitions;
import dev.bulkcheckout.ledger.Staging;
import dev.bulkcheckout.settings.RunProperties;

/**
 * What of the ledger only a job writes, and a job repository that waits for a database
 * that is away.
 */
@Configuration(proxyBeanMethods = false)
class JobInfrastructureConfiguration {

	@Bean
	Staging staging(DataSource dataSource, PlatformTransactionManager transactionManager, Leases leases,
			CarriedCarts carried) {
		return new Staging(dataSource, new TransactionTemplate(transactionManager), leases, carried);
	}

	@Bean
	Carts carts(NamedParameterJdbcTemplate jdbc, PlatformTransactionManager transactionManager, Leases leases,
			RunProperties options) {
		return new Carts(jdbc, new TransactionTemplate(transactionManager), leases, options.polling().initialDelay());
	}

	@Bean
	Inspections inspections(NamedParameterJdbcTemplate jdbc, PlatformTransactionManager transactionManager,
			Leases leases) {
		return new Inspections(jdbc, new TransactionTemplate(transactionManager), leases);
	}

	@Bean
	Orders orders(NamedParameterJdbcTemplate jdbc, PlatformTransactionManager transactionManager, Leases leases) {
		return new Orders(jdbc, new TransactionTemplate(transactionManager), leases);
	}

	/**
	 * Every JobRepository of this context waits for a database that is away, and is
	 * fenced where a worker writes.
	 */
	@Bean
	static BeanPostProcessor retryingJobRepository(ObjectProvider<DatabaseRetry> retry, ObjectProvider<ActiveRuns> runs,
			ObjectProvider<Partitions> partitions) {
		return new BeanPostProcessor() {
			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof JobRepository repository) ? RetryingJobRepository
					.around(FencedJobRepository.around(repository, runs, partitions), retry.getObject()) : bean;
			}
		};
	}

}
