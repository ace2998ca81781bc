package dev.bulkcheckout.metrics;

import java.time.InstantSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

import dev.bulkcheckout.ledger.RunCountsQuery;
import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.throttling.Governor;

/**
 * Metrics of a launch in a process that serves and whose metrics are fetched, beside what
 * {@link MetricsConfiguration} sends.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(ServedMetricsConfiguration.OnServe.class)
public class ServedMetricsConfiguration {

	/** What the process that serves gives to its launches. */
	static final String SERVED = "metricsOfTheProcess";

	@Bean
	ServedMetrics.OfAJob metersOfTheJob(ServedMetrics served, JobSettings job) {
		return served.of(job.name());
	}

	@Bean
	RunMetrics servedRunMetrics(ServedMetrics.OfAJob meters, Governor governor, RunCountsQuery counts,
			InstantSource clock) {
		return new RunMetrics(meters.registry(), governor::pace, counts, clock);
	}

	static final class OnServe implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return context.getBeanFactory() != null && context.getBeanFactory().containsBean(SERVED);
		}

	}

}
