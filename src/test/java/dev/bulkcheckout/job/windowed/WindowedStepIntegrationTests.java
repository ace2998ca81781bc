package dev.bulkcheckout.job.windowed;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.annotation.AfterRead;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.listener.ChunkListener;
import org.springframework.batch.core.listener.ItemProcessListener;
import org.springframework.batch.core.listener.ItemReadListener;
import org.springframework.batch.core.listener.ItemWriteListener;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.partition.support.SimplePartitioner;
import org.springframework.batch.core.scope.context.StepSynchronizationManager;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.batch.infrastructure.item.support.IteratorItemReader;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;

import dev.bulkcheckout.Await;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class WindowedStepIntegrationTests {

	private final StepFixture fixture = new StepFixture();

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private static List<Long> upTo(long last) {
		return LongStream.rangeClosed(1, last).boxed().toList();
	}

	@Test
	void countsAreItemsAndACommitIsAChunk() throws Exception {
		StepExecution step = this.fixture.runStep(this.fixture.step()
			.reader(this.fixture.unwrittenUpTo(1000))
			.processor((n) -> (n % 10 == 0) ? null : n)
			.inFlight(16)
			.chunk(50)
			.build());
		assertThat(step.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(this.fixture.written()).hasSize(900).doesNotHaveDuplicates();
		assertThat(this.fixture.storedStep()).containsEntry("read_count", 1000L)
			.containsEntry("filter_count", 100L)
			.containsEntry("write_count", 900L)
			.containsEntry("rollback_count", 0L);
		assertThat(step.getCommitCount()).isBetween(18L, 900L);
	}

	@Test
	void withoutProcessorItemsAreWrittenAsTheyWereRead() throws Exception {
		this.fixture.runStep(this.fixture.step().reader(this.fixture.unwrittenUpTo(5)).build());
		assertThat(this.fixture.written()).containsExactlyElementsOf(upTo(5));
	}

	@Test
	void inputWithoutItemsCompletes() throws Exception {
		StepExecution step = this.fixture.runStep(this.fixture.step().reader(this.fixture.unwrittenUpTo(0)).build());
		assertThat(step.getStatus()).isEqualTo(BatchStatus.COMPLETED);
	}

	@Test
	void asManyAreInFlightAsAreAskedForAndNoMore() throws Exception {
		CyclicBarrier all = new CyclicBarrier(8);
		AtomicInteger inFlight = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		StepExecution step = this.fixture
			.runStep(this.fixture.step().reader(this.fixture.unwrittenUpTo(80)).processor((n) -> {
				most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
				all.await(60, TimeUnit.SECONDS);
				inFlight.decrementAndGet();
				return n;
			}).inFlight(8).chunk(1).slack(100).build());
		assertThat(step.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(most).hasValueLessThanOrEqualTo(8);
	}

	@Test
	void slowItemHoldsUpNobody() throws Exception {
		CountDownLatch othersWritten = new CountDownLatch(50);
		this.fixture.runStep(this.fixture.step().reader(this.fixture.unwrittenUpTo(51)).processor((n) -> {
			if (n == 1) {
				assertThat(othersWritten.await(60, TimeUnit.SECONDS)).isTrue();
			}
			return n;
		}).listener(new ItemWriteListener<Long>() {
			@Override
			public void afterWrite(Chunk<? extends Long> items) {
				items.forEach((n) -> othersWritten.countDown());
			}
		}).inFlight(2).build());
		assertThat(this.fixture.written()).containsExactlyElementsOf(upTo(51));
	}

	@Test
	void slowWriterStopsTheReading() throws Exception {
		Semaphore writes = new Semaphore(0);
		AtomicInteger read = new AtomicInteger();
		ItemReader<Long> numbers = this.fixture.unwrittenUpTo(500);
		Thread execution = Thread.ofPlatform().start(() -> runQuietly(this.fixture.step().reader(() -> {
			Long n = numbers.read();
			if (n != null) {
				read.incrementAndGet();
			}
			return n;
		}).writer((chunk) -> {
			writes.acquire();
			this.fixture.toTable().write(narrow(chunk));
		}).inFlight(10).chunk(5).slack(20).build()));
		Await.until(() -> read.get() == 30);
		Thread.sleep(500);
		assertThat(read).hasValue(30);
		writes.release(1000);
		execution.join();
		assertThat(this.fixture.written()).hasSize(500);
	}

	@SuppressWarnings("unchecked")
	private static Chunk<Long> narrow(Chunk<? extends Long> chunk) {
		return (Chunk<Long>) chunk;
	}

	@Test
	void listenersOfEveryKindAreToldOnTheThreadsThatBelongToThem() throws Exception {
		Heard heard = new Heard();
		Thread self = Thread.currentThread();
		this.fixture.runStep(this.fixture.step()
			.reader(this.fixture.unwrittenUpTo(3))
			.processor((n) -> n)
			.listener(heard)
			.inFlight(1)
			.chunk(1)
			.build());
		assertThat(heard.events).contains("beforeStep", "afterStep", "beforeRead", "afterRead 1", "beforeProcess 1",
				"afterProcess 1", "beforeChunk [1]", "beforeWrite [1]", "afterWrite [1]", "afterChunk [1]");
		assertThat(heard.writeThreads).containsOnly(self);
		assertThat(heard.processThreads).allMatch(Thread::isVirtual).doesNotContain(self);
	}

	@Test
	void listenerByAnnotationIsTold() throws Exception {
		List<Object> read = Collections.synchronizedList(new ArrayList<>());
		this.fixture.runStep(this.fixture.step()
			.reader(this.fixture.unwrittenUpTo(2))
			.listener(new AnnotatedListener(read))
			.build());
		assertThat(read).containsExactly(1L, 2L);
	}

	@Test
	void stepScopeWorksInEveryThread() throws Exception {
		List<@Nullable Object> seen = Collections.synchronizedList(new ArrayList<>());
		ItemReader<Long> numbers = this.fixture.unwrittenUpTo(1);
		this.fixture.runStep(this.fixture.step().reader(() -> {
			seen.add(StepSynchronizationManager.getContext());
			return numbers.read();
		}).processor((n) -> {
			seen.add(StepSynchronizationManager.getContext());
			return n;
		}).build());
		assertThat(seen).hasSize(3).doesNotContainNull();
	}

	@Test
	void failingItemFailsTheStepAfterTheOthersAreWritten() throws Exception {
		Heard heard = new Heard();
		StepExecution step = this.fixture
			.runStep(this.fixture.step().reader(this.fixture.unwrittenUpTo(1000)).processor((n) -> {
				if (n == 100) {
					throw new IllegalStateException("item 100");
				}
				return n;
			}).inFlight(4).chunk(10).listener(heard).build());
		assertThat(step.getStatus()).isEqualTo(BatchStatus.FAILED);
		assertThat(step.getFailureExceptions()).singleElement()
			.satisfies((ex) -> assertThat(ex).hasMessage("item 100"));
		assertThat(heard.events).contains("onProcessError 100");
		assertThat(this.fixture.written()).contains(99L).doesNotContain(100L, 1000L);
		assertThat(step.getReadCount()).isEqualTo(step.getWriteCount() + 1);
		assertThat(
				this.fixture.runStep(this.fixture.step().reader(this.fixture.unwrittenUpTo(1000)).inFlight(4).build())
					.getStatus())
			.isEqualTo(BatchStatus.COMPLETED);
		assertThat(this.fixture.written()).containsExactlyElementsOf(upTo(1000));
	}

	@Test
	void failingReaderFailsTheStepAfterWhatWasReadIsWritten() throws Exception {
		Heard heard = new Heard();
		ItemReader<Long> numbers = this.fixture.unwrittenUpTo(10);
		StepExecution step = this.fixture.runStep(this.fixture.step().reader(() -> {
			Long n = numbers.read();
			if (n == null) {
				throw new IllegalStateException("no more");
			}
			return n;
		}).listener(heard).inFlight(4).build());
		assertThat(step.getStatus()).isEqualTo(BatchStatus.FAILED);
		assertThat(heard.events).contains("onReadError");
		assertThat(this.fixture.written()).containsExactlyElementsOf(upTo(10));
	}

	@Test
	void readerThatWaitsForItsNextItemDoesNotHoldUpTheEnd() throws Exception {
		ItemReader<Long> numbers = this.fixture.unwrittenUpTo(1);
		StepExecution step = this.fixture.runStep(this.fixture.step().reader(() -> {
			Long n = numbers.read();
			if (n == null) {
				new CountDownLatch(1).await();
			}
			return n;
		}).processor((n) -> {
			throw new IllegalStateException("item 1");
		}).stopGrace(Duration.ofMinutes(10)).inFlight(2).build());
		assertThat(step.getStatus()).isEqualTo(BatchStatus.FAILED);
		assertThat(step.getFailureExceptions()).singleElement().satisfies((ex) -> assertThat(ex).hasMessage("item 1"));
	}

	@Test
	void failingChunkIsRolledBackAndLaterOnesAreStillWritten() throws Exception {
		Heard heard = new Heard();
		AtomicInteger chunks = new AtomicInteger();
		CountDownLatch allProcessed = new CountDownLatch(4);
		StepExecution step = this.fixture
			.runStep(this.fixture.step().reader(this.fixture.unwrittenUpTo(4)).processor((n) -> {
				allProcessed.countDown();
				assertThat(allProcessed.await(60, TimeUnit.SECONDS)).isTrue();
				return n;
			}).writer((chunk) -> {
				this.fixture.toTable().write(narrow(chunk));
				if (chunks.incrementAndGet() == 1) {
					throw new IOException("the first chunk");
				}
			}).listener(heard).inFlight(4).chunk(1).build());
		assertThat(step.getStatus()).isEqualTo(BatchStatus.FAILED);
		assertThat(step.getFailureExceptions()).singleElement()
			.satisfies((ex) -> assertThat(ex).isInstanceOf(IOException.class).hasMessage("the first chunk"));
		assertThat(this.fixture.written()).hasSize(3);
		assertThat(this.fixture.storedStep()).containsEntry("write_count", 3L).containsEntry("rollback_count", 1L);
		assertThat(heard.events.stream().filter((event) -> event.startsWith("onWriteError"))).hasSize(1);
		assertThat(heard.events.stream().filter((event) -> event.startsWith("onChunkError"))).hasSize(1);
	}

	@Test
	void twoFailingChunksInARowEndTheWriting() throws Exception {
		AtomicInteger chunks = new AtomicInteger();
		CountDownLatch allProcessed = new CountDownLatch(6);
		StepExecution step = this.fixture
			.runStep(this.fixture.step().reader(this.fixture.unwrittenUpTo(6)).processor((n) -> {
				allProcessed.countDown();
				assertThat(allProcessed.await(60, TimeUnit.SECONDS)).isTrue();
				return n;
			}).writer((chunk) -> {
				chunks.incrementAndGet();
				throw new IllegalStateException("full disk");
			}).inFlight(6).chunk(1).build());
		assertThat(step.getStatus()).isEqualTo(BatchStatus.FAILED);
		assertThat(chunks).hasValue(2);
		assertThat(this.fixture.storedStep()).containsEntry("write_count", 0L).containsEntry("rollback_count", 2L);
	}

	@Test
	void failingCommitIsAFailedChunk() throws Exception {
		StepExecution step = this.fixture.runStep(this.fixture.step()
			.reader(this.fixture.unwrittenUpTo(3))
			.transactionManager(new FailingCommit(this.fixture.transactions))
			.chunk(1)
			.build());
		assertThat(step.getStatus()).isEqualTo(BatchStatus.FAILED);
		assertThat(step.getFailureExceptions()).singleElement().satisfies((ex) -> assertThat(ex).hasMessage("commit"));
		assertThat(step.getWriteCount()).isLessThan(3);
		assertThat((long) this.fixture.written().size()).isEqualTo(step.getWriteCount());
	}

	@Test
	void failingListenersFailTheStepAndLoseNothing() throws Exception {
		StepExecution afterRead = this.fixture
			.runStep(this.fixture.step().reader(this.fixture.unwrittenUpTo(5)).listener(new ItemReadListener<Long>() {
				@Override
				public void afterRead(Long item) {
					throw new IllegalStateException("afterRead");
				}
			}).build());
		assertThat(afterRead.getStatus()).isEqualTo(BatchStatus.FAILED);
		StepExecution afterChunk = this.fixture.runStep(
				this.fixture.step().reader(this.fixture.unwrittenUpTo(5)).listener(new ChunkListener<Long, Long>() {
					@Override
					public void afterChunk(Chunk<Long> chunk) {
						throw new IllegalStateException("afterChunk");
					}
				}).chunk(1).build());
		assertThat(afterChunk.getStatus()).isEqualTo(BatchStatus.FAILED);
		assertThat(afterChunk.getWriteCount()).isEqualTo(this.fixture.written().size()).isPositive();
		this.fixture.runStep(this.fixture.step().reader(this.fixture.unwrittenUpTo(5)).build());
		assertThat(this.fixture.written()).containsExactlyElementsOf(upTo(5));
	}

	@Test
	void stopByTheOperatorWritesWhatIsInFlightAndARestartGoesOn() throws Exception {
		CountDownLatch begun = new CountDownLatch(4);
		CountDownLatch goOn = new CountDownLatch(1);
		Step step = this.fixture.step().reader(this.fixture.unwrittenUpTo(1000)).processor((n) -> {
			begun.countDown();
			goOn.await();
			return n;
		}).inFlight(4).build();
		AtomicReference<@Nullable JobExecution> ended = new AtomicReference<>();
		Thread execution = Thread.ofPlatform().start(() -> ended.set(runQuietly(step)));
		begun.await();
		this.fixture.stopByOperator(this.fixture.job(step));
		goOn.countDown();
		execution.join();
		assertThat(ended.get()).isNotNull()
			.satisfies((job) -> assertThat(job.getStatus()).isEqualTo(BatchStatus.STOPPED));
		assertThat(this.fixture.storedStep()).containsEntry("status", "STOPPED")
			.containsEntry("read_count", 4L)
			.containsEntry("write_count", 4L);
		this.fixture.runStep(this.fixture.step().reader(this.fixture.unwrittenUpTo(1000)).inFlight(16).build());
		assertThat(this.fixture.written()).containsExactlyElementsOf(upTo(1000));
	}

	@Test
	void interruptOfTheStepsThreadStopsAndLosesNothing() throws Exception {
		AtomicReference<@Nullable JobExecution> ended = new AtomicReference<>();
		AtomicInteger processed = new AtomicInteger();
		Thread execution = Thread.ofPlatform()
			.start(() -> ended
				.set(runQuietly(this.fixture.step().reader(this.fixture.unwrittenUpTo(1_000_000)).processor((n) -> {
					processed.incrementAndGet();
					return n;
				}).inFlight(8).chunk(10).build())));
		Await.until(() -> processed.get() > 100);
		execution.interrupt();
		execution.join();
		assertThat(ended.get()).isNotNull()
			.satisfies((job) -> assertThat(job.getStatus()).isEqualTo(BatchStatus.STOPPED));
		assertThat(this.fixture.written()).hasSize(processed.get());
		assertThat(this.fixture.storedStep()).containsEntry("write_count", (long) processed.get())
			.containsEntry("read_count", (long) processed.get());
	}

	@Test
	void graceCutsOffWhatDoesNotEndAndLeavesItUndone() throws Exception {
		CountDownLatch begun = new CountDownLatch(2);
		AtomicReference<@Nullable JobExecution> ended = new AtomicReference<>();
		Thread execution = Thread.ofPlatform()
			.start(() -> ended
				.set(runQuietly(this.fixture.step().reader(this.fixture.unwrittenUpTo(10)).processor((n) -> {
					begun.countDown();
					if (n == 1) {
						new CountDownLatch(1).await();
					}
					return n;
				}).inFlight(2).stopGrace(Duration.ofMillis(300)).interruptionPolicy((step) -> {
					if (begun.getCount() == 0) {
						throw new JobInterruptedException("asked to");
					}
				}).build())));
		execution.join();
		assertThat(ended.get()).isNotNull()
			.satisfies((job) -> assertThat(job.getStatus()).isEqualTo(BatchStatus.STOPPED));
		assertThat(this.fixture.written()).doesNotContain(1L).contains(2L);
	}

	@Test
	void itemNotAttemptedIsLeftUndoneAndStopsTheStep() throws Exception {
		Heard heard = new Heard();
		StepExecution step = this.fixture
			.runStep(this.fixture.step().reader(this.fixture.unwrittenUpTo(100)).processor((n) -> {
				if (n >= 5) {
					throw new ItemNotAttemptedException("told to stop");
				}
				return n;
			}).listener(heard).build());
		assertThat(step.getStatus()).isEqualTo(BatchStatus.STOPPED);
		assertThat(step.getFailureExceptions()).hasOnlyElementsOfType(JobInterruptedException.class);
		assertThat(step.getFilterCount()).isZero();
		assertThat(this.fixture.written()).containsExactlyElementsOf(upTo(4));
		assertThat(heard.events).noneMatch((event) -> event.startsWith("onProcessError"));
	}

	@Test
	void executionsThatArePartitionsShareThePlaces() throws Exception {
		AtomicInteger inFlight = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger number = new AtomicInteger();
		WindowedStep<Long, Long> worker = new WindowedStepBuilder<Long, Long>("worker", this.fixture.repository)
			.reader(() -> {
				int n = number.incrementAndGet();
				return (n <= 300) ? (long) n : null;
			})
			.processor((n) -> {
				most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
				Thread.sleep(2);
				inFlight.decrementAndGet();
				return n;
			})
			.writer(this.fixture.toTable())
			.transactionManager(this.fixture.transactions)
			.inFlight(6)
			.build();
		JobExecution job = this.fixture
			.run(new StepBuilder("split", this.fixture.repository).partitioner("worker", new SimplePartitioner())
				.step(worker)
				.gridSize(3)
				.taskExecutor(new SimpleAsyncTaskExecutor())
				.build());
		assertThat(job.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(job.getStepExecutions()).hasSize(4);
		assertThat(most).hasValueLessThanOrEqualTo(6);
		assertThat(this.fixture.written()).containsExactlyElementsOf(upTo(300));
	}

	@Test
	void stopReachesAllPartitions() throws Exception {
		CountDownLatch begun = new CountDownLatch(6);
		CountDownLatch goOn = new CountDownLatch(1);
		WindowedStep<Long, Long> worker = new WindowedStepBuilder<Long, Long>("worker", this.fixture.repository)
			.reader(new IteratorItemReader<>(LongStream.rangeClosed(1, 100_000).boxed().toList()) {
				@Override
				public synchronized @Nullable Long read() {
					return super.read();
				}
			})
			.processor((n) -> {
				begun.countDown();
				goOn.await();
				return n;
			})
			.writer(this.fixture.toTable())
			.transactionManager(this.fixture.transactions)
			.inFlight(6)
			.build();
		Step split = new StepBuilder("split", this.fixture.repository).partitioner("worker", new SimplePartitioner())
			.step(worker)
			.gridSize(2)
			.taskExecutor(new SimpleAsyncTaskExecutor())
			.build();
		AtomicReference<@Nullable JobExecution> ended = new AtomicReference<>();
		Thread execution = Thread.ofPlatform().start(() -> ended.set(runQuietly(split)));
		begun.await();
		this.fixture.stopByOperator(this.fixture.job(split));
		goOn.countDown();
		execution.join();
		assertThat(ended.get()).isNotNull().satisfies((job) -> {
			assertThat(job.getStatus()).isEqualTo(BatchStatus.STOPPED);
			long read = 0;
			for (StepExecution step : job.getStepExecutions()) {
				read += step.getStepName().equals("split") ? 0 : step.getReadCount();
			}
			// each partition may have one item in its hands that it read and does not
			// begin
			assertThat(read).isBetween((long) this.fixture.written().size(), this.fixture.written().size() + 2L)
				.isLessThan(100_000);
		});
	}

	@SuppressWarnings("CatchAndPrintStackTrace")
	private @Nullable JobExecution runQuietly(Step step) {
		try {
			return this.fixture.run(step);
		}
		catch (Exception ex) {
			ex.printStackTrace();
			return null;
		}
	}

	/** Tells of each read by annotation. */
	record AnnotatedListener(List<Object> read) {

		@AfterRead
		public void saw(Object item) {
			this.read.add(item);
		}

	}

	/** Fails every second commit. */
	private record FailingCommit(PlatformTransactionManager delegate) implements PlatformTransactionManager {

		@Override
		public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
			return this.delegate.getTransaction(definition);
		}

		@Override
		public void commit(TransactionStatus status) {
			this.delegate.rollback(status);
			throw new TransactionSystemException("commit");
		}

		@Override
		public void rollback(TransactionStatus status) {
			this.delegate.rollback(status);
		}

	}

	/** Writes down what it is told. */
	private static final class Heard implements ItemReadListener<Long>, ItemProcessListener<Long, Long>,
			ItemWriteListener<Long>, ChunkListener<Long, Long>, StepExecutionListener {

		final List<String> events = Collections.synchronizedList(new ArrayList<>());

		final List<Thread> writeThreads = Collections.synchronizedList(new ArrayList<>());

		final List<Thread> processThreads = Collections.synchronizedList(new ArrayList<>());

		@Override
		public void beforeStep(StepExecution stepExecution) {
			this.events.add("beforeStep");
		}

		@Override
		public @Nullable ExitStatus afterStep(StepExecution stepExecution) {
			this.events.add("afterStep");
			return null;
		}

		@Override
		public void beforeRead() {
			this.events.add("beforeRead");
		}

		@Override
		public void afterRead(Long item) {
			this.events.add("afterRead " + item);
		}

		@Override
		public void onReadError(Exception ex) {
			this.events.add("onReadError");
		}

		@Override
		public void beforeProcess(Long item) {
			this.events.add("beforeProcess " + item);
			this.processThreads.add(Thread.currentThread());
		}

		@Override
		public void afterProcess(Long item, @Nullable Long result) {
			this.events.add("afterProcess " + result);
		}

		@Override
		public void onProcessError(Long item, Exception ex) {
			this.events.add("onProcessError " + item);
		}

		@Override
		public void beforeWrite(Chunk<? extends Long> items) {
			this.events.add("beforeWrite " + items.getItems());
			this.writeThreads.add(Thread.currentThread());
		}

		@Override
		public void afterWrite(Chunk<? extends Long> items) {
			this.events.add("afterWrite " + items.getItems());
		}

		@Override
		public void onWriteError(Exception ex, Chunk<? extends Long> items) {
			this.events.add("onWriteError " + items.getItems());
		}

		@Override
		public void beforeChunk(Chunk<Long> chunk) {
			this.events.add("beforeChunk " + chunk.getItems());
		}

		@Override
		public void afterChunk(Chunk<Long> chunk) {
			this.events.add("afterChunk " + chunk.getItems());
		}

		@Override
		public void onChunkError(Exception ex, Chunk<Long> chunk) {
			this.events.add("onChunkError " + chunk.getItems());
		}

	}

}
