package dev.bulkcheckout.job.windowed;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.listener.ChunkListener;
import org.springframework.batch.core.listener.CompositeChunkListener;
import org.springframework.batch.core.listener.CompositeItemProcessListener;
import org.springframework.batch.core.listener.CompositeItemReadListener;
import org.springframework.batch.core.listener.CompositeItemWriteListener;
import org.springframework.batch.core.listener.ItemProcessListener;
import org.springframework.batch.core.listener.ItemReadListener;
import org.springframework.batch.core.listener.ItemWriteListener;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.listener.StepListener;
import org.springframework.batch.core.listener.StepListenerFactoryBean;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepInterruptionPolicy;
import org.springframework.batch.core.step.ThreadStepInterruptionPolicy;
import org.springframework.batch.core.step.builder.StepBuilderHelper;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.batch.infrastructure.item.ItemStream;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.batch.infrastructure.item.support.CompositeItemStream;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.Assert;

/**
 * Builds a {@link WindowedStep}: <pre class="code">
 * new WindowedStepBuilder&lt;Order, Receipt&gt;("payOrders", repository)
 *     .reader(unpaidOrders).processor(payment).writer(ledger).transactionManager(transactions)
 *     .inFlight(256)                      // orders being paid at the same time
 *     .chunk(100).linger(ofMillis(20))    // write 100, or what came in 20 ms
 *     .build();
 * </pre> Reader and writer are required. Reader, processor and writer that are item
 * streams or listeners are registered as such.
 *
 * @param <I> what is read
 * @param <O> what is written
 */
public class WindowedStepBuilder<I, O> extends StepBuilderHelper<WindowedStepBuilder<I, O>> {

	private static final int DEFAULT_CHUNK = 100;

	private @Nullable ItemReader<? extends I> reader;

	private @Nullable ItemProcessor<? super I, ? extends O> processor;

	private @Nullable ItemWriter<? super O> writer;

	private @Nullable PlatformTransactionManager transactions;

	private IntSupplier inFlight = () -> 1;

	private int chunk = DEFAULT_CHUNK;

	private Duration linger = Duration.ofMillis(20);

	private @Nullable Integer slack;

	private Duration stopGrace = Duration.ofSeconds(30);

	private StepInterruptionPolicy interruption = new ThreadStepInterruptionPolicy();

	private final Set<ItemStream> streams = new LinkedHashSet<>();

	private final Set<StepListener> listeners = new LinkedHashSet<>();

	/**
	 * Begins a step.
	 * @param name of the step
	 * @param repository where its executions are kept
	 */
	public WindowedStepBuilder(String name, JobRepository repository) {
		super(name, repository);
	}

	/**
	 * Where items come from; called by one thread. A reader may wait for its next item,
	 * in short waits that end when the step is stopped.
	 */
	public WindowedStepBuilder<I, O> reader(ItemReader<? extends I> reader) {
		this.reader = reader;
		return this;
	}

	/**
	 * What is done to each item; called by many threads. An item for which it returns
	 * null is filtered. Without a processor items are written as they were read.
	 */
	public WindowedStepBuilder<I, O> processor(ItemProcessor<? super I, ? extends O> processor) {
		this.processor = processor;
		return this;
	}

	/**
	 * Where results go, in the order in which they arrived.
	 */
	public WindowedStepBuilder<I, O> writer(ItemWriter<? super O> writer) {
		this.writer = writer;
		return this;
	}

	/**
	 * Writes each chunk in a transaction. Without it the writer has transactions of its
	 * own, which it may repeat.
	 */
	public WindowedStepBuilder<I, O> transactionManager(PlatformTransactionManager transactionManager) {
		this.transactions = transactionManager;
		return this;
	}

	/**
	 * How many items are processed at the same time, by all executions of the step in
	 * this process. The default is 1.
	 */
	public WindowedStepBuilder<I, O> inFlight(int items) {
		Assert.isTrue(items > 0, "inFlight must be 1 or more");
		return inFlight(() -> items);
	}

	/**
	 * How many items are processed at the same time, asked when the step begins.
	 */
	public WindowedStepBuilder<I, O> inFlight(IntSupplier items) {
		this.inFlight = items;
		return this;
	}

	/**
	 * How many results are written together at most. The default is 100.
	 */
	public WindowedStepBuilder<I, O> chunk(int results) {
		Assert.isTrue(results > 0, "chunk must be 1 or more");
		this.chunk = results;
		return this;
	}

	/**
	 * How long a result waits for others to be written with. The default is 20 ms.
	 */
	public WindowedStepBuilder<I, O> linger(Duration linger) {
		Assert.isTrue(!linger.isNegative(), "linger must not be negative");
		this.linger = linger;
		return this;
	}

	/**
	 * How many results may wait to be written while as many items as are wanted in flight
	 * are. The default is a chunk; without slack, lingering costs throughput.
	 */
	public WindowedStepBuilder<I, O> slack(int results) {
		Assert.isTrue(results >= 0, "slack must not be negative");
		this.slack = results;
		return this;
	}

	/**
	 * How long items in flight may take to end when the step is stopped or fails, before
	 * they are interrupted. The default is 30 s.
	 */
	public WindowedStepBuilder<I, O> stopGrace(Duration grace) {
		Assert.isTrue(!grace.isNegative(), "stopGrace must not be negative");
		this.stopGrace = grace;
		return this;
	}

	/**
	 * Asked some fifty times a second whether the step must stop. The default looks for
	 * an interrupt.
	 */
	public WindowedStepBuilder<I, O> interruptionPolicy(StepInterruptionPolicy policy) {
		this.interruption = policy;
		return this;
	}

	/**
	 * Opens, updates and closes one more stream with the step.
	 */
	public WindowedStepBuilder<I, O> stream(ItemStream stream) {
		this.streams.add(stream);
		return this;
	}

	/**
	 * Tells an object that is or has, by annotations, a listener: of reads, processing,
	 * writes, chunks or the step.
	 */
	@Override
	public WindowedStepBuilder<I, O> listener(Object listener) {
		this.listeners
			.add((listener instanceof StepListener step) ? step : StepListenerFactoryBean.getListener(listener));
		return this;
	}

	@Override
	public WindowedStepBuilder<I, O> listener(StepExecutionListener listener) {
		return listener((Object) listener);
	}

	@Override
	protected WindowedStepBuilder<I, O> self() {
		return this;
	}

	/**
	 * Builds the step.
	 * @throws IllegalArgumentException if a part is lacking
	 */
	public WindowedStep<I, O> build() {
		Assert.notNull(this.reader, "a reader is required");
		Assert.notNull(this.writer, "a writer is required");
		List<@Nullable Object> given = Arrays.asList(this.reader, this.processor, this.writer);
		Set<ItemStream> updated = new LinkedHashSet<>(this.streams);
		for (Object part : given) {
			if (part instanceof ItemStream stream && part != this.reader) {
				updated.add(stream);
			}
			if (part != null && StepListenerFactoryBean.isListener(part)) {
				listener(part);
			}
		}
		Set<ItemStream> all = new LinkedHashSet<>(updated);
		if (this.reader instanceof ItemStream stream) {
			all.add(stream);
		}
		WindowedStep<I, O> step = new WindowedStep<>(
				parts(this.reader, this.writer, composite(all), composite(updated)), this.inFlight);
		step.setName(getName());
		for (StepListener listener : this.listeners) {
			if (listener instanceof StepExecutionListener ofStep) {
				super.listener(ofStep);
			}
		}
		enhance(step);
		return step;
	}

	private static ItemStream composite(Set<ItemStream> streams) {
		CompositeItemStream composite = new CompositeItemStream();
		streams.forEach(composite::register);
		return composite;
	}

	@SuppressWarnings("unchecked") // what a listener is told is what the parts exchange
	private WindowedStepParts<I, O> parts(ItemReader<? extends I> itemReader, ItemWriter<? super O> itemWriter,
			ItemStream all, ItemStream updated) {
		CompositeItemReadListener<I> onRead = new CompositeItemReadListener<>();
		CompositeItemProcessListener<I, O> onProcess = new CompositeItemProcessListener<>();
		CompositeItemWriteListener<O> onWrite = new CompositeItemWriteListener<>();
		CompositeChunkListener<I, O> onChunk = new CompositeChunkListener<>();
		for (StepListener listener : this.listeners) {
			if (listener instanceof ItemReadListener<?> of) {
				onRead.register((ItemReadListener<I>) of);
			}
			if (listener instanceof ItemProcessListener<?, ?> of) {
				onProcess.register((ItemProcessListener<I, O>) of);
			}
			if (listener instanceof ItemWriteListener<?> of) {
				onWrite.register((ItemWriteListener<O>) of);
			}
			if (listener instanceof ChunkListener<?, ?> of) {
				onChunk.register((ChunkListener<I, O>) of);
			}
		}
		return new WindowedStepParts<>(itemReader, this.processor, itemWriter, this.transactions, this.chunk,
				this.linger, (this.slack != null) ? this.slack : this.chunk, this.stopGrace, this.interruption, all,
				updated, onRead, onProcess, onWrite, onChunk);
	}

}
