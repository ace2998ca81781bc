package dev.bulkcheckout.job.windowed;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.listener.CompositeChunkListener;
import org.springframework.batch.core.listener.CompositeItemProcessListener;
import org.springframework.batch.core.listener.CompositeItemReadListener;
import org.springframework.batch.core.listener.CompositeItemWriteListener;
import org.springframework.batch.core.step.StepInterruptionPolicy;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.batch.infrastructure.item.ItemStream;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * What a windowed step is made of.
 *
 * @param reader called by one thread
 * @param processor called by many threads; null hands each item on as it is
 * @param writer called by the step's thread
 * @param transactions around each chunk; null if the writer has transactions of its own
 * @param chunk how many results are written together at most
 * @param linger how long a first result waits for others
 * @param slack how many results may wait to be written beyond the calls in flight
 * @param stopGrace how long items in flight may take to end
 * @param interruption says that the step must end
 * @param streams all item streams
 * @param updated the item streams but the reader
 */
record WindowedStepParts<I, O>(ItemReader<? extends I> reader,
		@Nullable ItemProcessor<? super I, ? extends O> processor, ItemWriter<? super O> writer,
		@Nullable PlatformTransactionManager transactions, int chunk, Duration linger, int slack, Duration stopGrace,
		StepInterruptionPolicy interruption, ItemStream streams, ItemStream updated,
		CompositeItemReadListener<I> onRead, CompositeItemProcessListener<I, O> onProcess,
		CompositeItemWriteListener<O> onWrite, CompositeChunkListener<I, O> onChunk) {
}
