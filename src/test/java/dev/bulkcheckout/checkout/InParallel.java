package dev.bulkcheckout.checkout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does the same with many things at once.
 */
final class InParallel {

	private InParallel() {
	}

	interface Work<T, R> {

		R on(T thing) throws Exception;

	}

	/** What came of each, in the order of the things. */
	static <T, R> List<R> each(List<T> things, Work<T, R> work) throws Exception {
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<R>> futures = new ArrayList<>();
			for (T thing : things) {
				futures.add(threads.submit(() -> work.on(thing)));
			}
			List<R> results = new ArrayList<>();
			for (Future<R> future : futures) {
				results.add(future.get());
			}
			return results;
		}
	}

}
