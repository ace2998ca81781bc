package dev.bulkcheckout.job.windowed;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readers that keep a position, and readers in step scope.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class WindowedStepReaderIntegrationTests {

	@Test
	void restartReadsAgainFromThePositionUpToWhichEverythingIsWritten() throws Exception {
		try (StepFixture fixture = new StepFixture()) {
			CountingReader first = new CountingReader(600);
			StepExecution failed = fixture.runStep(fixture.step().reader(first).processor((n) -> {
				if (n == 500) {
					throw new IllegalStateException("item 500");
				}
				return n;
			}).inFlight(50).build());
			assertThat(failed.getStatus()).isEqualTo(BatchStatus.FAILED);
			long position = failed.getExecutionContext().getLong("position");
			assertThat(position).isPositive().isLessThan(500);
			CountingReader second = new CountingReader(600);
			assertThat(fixture.runStep(fixture.step().reader(second).inFlight(50).build()).getStatus())
				.isEqualTo(BatchStatus.COMPLETED);
			assertThat(second.openedAt).isEqualTo(position);
			assertThat(fixture.written()).containsAll(LongStream.rangeClosed(1, 600).boxed().toList());
		}
	}

	@Test
	void itemInFlightHoldsThePositionBack() throws Exception {
		try (StepFixture fixture = new StepFixture()) {
			CountDownLatch saved = new CountDownLatch(1);
			AtomicInteger read = new AtomicInteger();
			StepExecution failed = fixture.runStep(fixture.step().reader(new CountingReader(600)).processor((n) -> {
				read.incrementAndGet();
				if (n == 3) {
					// so long that later positions are noted and others are written
					boolean unused = saved.await(4, TimeUnit.SECONDS);
					throw new IllegalStateException("item 3");
				}
				return n;
			}).inFlight(2).build());
			assertThat(read.get()).isGreaterThan(3);
			assertThat(failed.getExecutionContext().getLong("position", 0)).isLessThan(3);
		}
	}

	@Test
	void stopByTheOperatorDoesNotDestroyAReaderInUse() throws Exception {
		try (StepFixture fixture = new StepFixture(ScopedReader.class)) {
			SlowReader reader = fixture.context.getBean(SlowReader.class);
			Job job = fixture.job(fixture.step().reader(reader).inFlight(2).build());
			Thread execution = Thread.ofPlatform().start(() -> {
				try {
					fixture.operator.start(job, fixture.parameters);
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			});
			SlowReader.INSIDE.await();
			fixture.stopByOperator(job);
			execution.join();
			assertThat(SlowReader.READS_OF_A_DESTROYED_READER).hasValue(0);
			assertThat(fixture.storedStep()).containsEntry("status", "STOPPED");
		}
	}

	/** A reader whose every read is longer than a stop. */
	static class SlowReader implements ItemStreamReader<Long> {

		static final CountDownLatch INSIDE = new CountDownLatch(1);

		static final AtomicInteger READS_OF_A_DESTROYED_READER = new AtomicInteger();

		private volatile boolean destroyed;

		@Override
		public @Nullable Long read() throws Exception {
			INSIDE.countDown();
			Thread.sleep(1000);
			if (this.destroyed) {
				READS_OF_A_DESTROYED_READER.incrementAndGet();
			}
			return 1L;
		}

		void destroy() {
			this.destroyed = true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedReader {

		@Bean(destroyMethod = "destroy")
		@StepScope
		SlowReader slowReader() {
			return new SlowReader();
		}

	}

	/** Counts from one, five milliseconds a number, and keeps its position. */
	private static final class CountingReader implements ItemStreamReader<Long> {

		private final long last;

		private long position;

		long openedAt;

		CountingReader(long last) {
			this.last = last;
		}

		@Override
		public void open(ExecutionContext executionContext) {
			this.position = executionContext.getLong("position", 0);
			this.openedAt = this.position;
		}

		@Override
		public void update(ExecutionContext executionContext) {
			executionContext.putLong("position", this.position);
		}

		@Override
		public @Nullable Long read() throws Exception {
			Thread.sleep(5);
			return (this.position < this.last) ? ++this.position : null;
		}

	}

}
