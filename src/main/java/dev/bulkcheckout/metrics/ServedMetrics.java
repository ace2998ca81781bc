package dev.bulkcheckout.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * Metrics of a process that serves, to be fetched: its own, and those of the runs that go
 * on in it, with the job as a tag.
 */
public final class ServedMetrics {

	/** What tells of the last run to finish stays until the next one begins. */
	private static final String OF_THE_LAST_RUN = "bulk.checkout.run.";

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final Map<String, MeterRegistry> last = new ConcurrentHashMap<>();

	/**
	 * Begins with those of the process.
	 */
	public ServedMetrics() {
		new JvmMemoryMetrics().bindTo(this.registry);
		new ProcessorMetrics().bindTo(this.registry);
	}

	/**
	 * What is fetched.
	 */
	public PrometheusRegistry prometheus() {
		return this.registry.getPrometheusRegistry();
	}

	/**
	 * Where a run of the job counts; to be closed when it has ended.
	 */
	public OfAJob of(String job) {
		CompositeMeterRegistry run = new CompositeMeterRegistry();
		run.config().commonTags("job", job);
		run.add(this.registry);
		MeterRegistry before = this.last.put(job, run);
		if (before != null) {
			before.clear();
		}
		return new OfAJob(run);
	}

	/**
	 * The meters of one run.
	 *
	 * @param registry where it counts
	 */
	public record OfAJob(MeterRegistry registry) implements AutoCloseable {

		@Override
		public void close() {
			this.registry.getMeters()
				.stream()
				.filter((meter) -> !meter.getId().getName().startsWith(OF_THE_LAST_RUN))
				.forEach(this.registry::remove);
		}

	}

}
