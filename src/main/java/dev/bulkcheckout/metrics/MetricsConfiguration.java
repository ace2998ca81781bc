package dev.bulkcheckout.metrics;

import java.time.InstantSource;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.batch.autoconfigure.observation.BatchObservationAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.export.prometheus.PrometheusPushGatewayManager;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

import dev.bulkcheckout.ledger.RunCountsQuery;
import dev.bulkcheckout.throttling.Governor;

/**
 * Metrics of a launch, as Spring Boot exports them: to a push gateway of Prometheus, to a
 * collector that speaks OTLP, or to both. Without either there are none.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(MetricsConfiguration.OnExport.class)
@ImportAutoConfiguration({ MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
		ObservationAutoConfiguration.class, BatchObservationAutoConfiguration.class })
public class MetricsConfiguration {

	/**
	 * What exports by itself is there from the beginning.
	 */
	@Bean
	static LazyInitializationExcludeFilter exportersAtOnce() {
		return LazyInitializationExcludeFilter.forBeanTypes(MeterRegistry.class, PrometheusPushGatewayManager.class);
	}

	@Bean
	RunMetrics runMetrics(MeterRegistry registry, Governor governor, RunCountsQuery counts, InstantSource clock) {
		return new RunMetrics(registry, governor::pace, counts, clock);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("management.prometheus.metrics.export.pushgateway.enabled")
	@ImportAutoConfiguration(PrometheusMetricsExportAutoConfiguration.class)
	static class PushGateway {

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty("management.otlp.metrics.export.url")
	@ImportAutoConfiguration(OtlpMetricsExportAutoConfiguration.class)
	static class Otlp {

	}

	static final class OnExport extends AnyNestedCondition {

		OnExport() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnBooleanProperty("management.prometheus.metrics.export.pushgateway.enabled")
		static class PushGatewayIsOn {

		}

		@ConditionalOnProperty("management.otlp.metrics.export.url")
		static class OtlpIsOn {

		}

	}

}
