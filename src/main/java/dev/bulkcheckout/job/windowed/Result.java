package dev.bulkcheckout.job.windowed;

import org.jspecify.annotations.Nullable;

/**
 * What the processor made of an item.
 *
 * @param item what was read
 * @param output what is to be written; null if the item was filtered, failed or left
 * undone
 * @param failure why there is no output; null if the item was filtered
 * @param undone whether the item was left undone
 * @param epoch the positions between which the item was read
 */
record Result<I, O>(I item, @Nullable O output, @Nullable Throwable failure, boolean undone,
		ReaderPositions.Epoch epoch) {

	boolean isFiltered() {
		return this.output == null && this.failure == null;
	}

}
