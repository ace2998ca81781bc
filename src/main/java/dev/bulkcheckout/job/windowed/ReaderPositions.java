package dev.bulkcheckout.job.windowed;

import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStream;

/**
 * Where a restart has to go on reading. The reader is ahead of the writer by all that is
 * in flight, so its position must not be saved as it is: a restart would pass over items
 * that were read and never written. Once a second the position is noted, and handed out
 * only when every item that was read before is written.
 */
final class ReaderPositions {

	private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

	private final @Nullable ItemStream reader;

	private final Queue<Epoch> epochs = new ConcurrentLinkedQueue<>();

	private Epoch current = new Epoch();

	private long notedAt = System.nanoTime();

	/**
	 * Positions of a reader.
	 * @param reader null if it has none
	 */
	ReaderPositions(@Nullable ItemStream reader) {
		this.reader = reader;
		this.epochs.add(this.current);
	}

	/**
	 * Counts an item that was read; called by the reader's thread.
	 */
	Epoch enter() {
		this.current.open.incrementAndGet();
		return this.current;
	}

	/**
	 * Notes the position if it is time; called by the reader's thread, between two reads.
	 */
	void noteIfDue() {
		if (this.reader != null && System.nanoTime() - this.notedAt >= INTERVAL) {
			note();
		}
	}

	/**
	 * Notes the position; called by the reader's thread, between two reads.
	 */
	void note() {
		if (this.reader == null) {
			return;
		}
		ExecutionContext position = new ExecutionContext();
		this.reader.update(position);
		Epoch closed = this.current;
		this.current = new Epoch();
		this.epochs.add(this.current);
		closed.position = position;
		closed.open.decrementAndGet();
		this.notedAt = System.nanoTime();
	}

	/**
	 * Copies the last position up to which everything is written; called by the step's
	 * thread.
	 */
	void copyTo(ExecutionContext target) {
		for (Epoch first = this.epochs.peek(); first != null && first.open.get() == 0; first = this.epochs.peek()) {
			for (Map.Entry<String, Object> entry : Objects.requireNonNull(first.position).entrySet()) {
				target.put(entry.getKey(), entry.getValue());
			}
			this.epochs.remove();
		}
	}

	/**
	 * The items read between two positions.
	 */
	static final class Epoch {

		/** Items that are not written, and one until the position at its end is noted. */
		private final AtomicInteger open = new AtomicInteger(1);

		private volatile @Nullable ExecutionContext position;

		/**
		 * Counts off an item that was written or filtered.
		 */
		void settled() {
			this.open.decrementAndGet();
		}

	}

}
