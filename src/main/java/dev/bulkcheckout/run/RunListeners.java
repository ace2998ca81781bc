package dev.bulkcheckout.run;

import java.util.List;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.job.Progress;
import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Tells all that listen; what one of them throws is nobody else's matter.
 */
final class RunListeners {

	private static final Logger logger = LoggerFactory.getLogger(RunListeners.class);

	private final List<RunListener> listeners;

	RunListeners(List<RunListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Launches, and tells what it came to.
	 */
	RunEnd hear(RunObserver observer, Launch launch) throws InterruptedException {
		try {
			RunEnd end = launch.go(new Heard(observer));
			tell((listener) -> listener.ended(end));
			return end;
		}
		catch (InvalidSettingException ex) {
			tell((listener) -> listener.refused(String.valueOf(ex.getMessage())));
			throw ex;
		}
	}

	private void tell(Consumer<RunListener> event) {
		for (RunListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("{} could not be told of a run", listener.getClass().getSimpleName(), ex);
			}
		}
	}

	/**
	 * Whoever launched the run hears first.
	 */
	private final class Heard implements RunObserver {

		private final RunObserver observer;

		private Heard(RunObserver observer) {
			this.observer = observer;
		}

		@Override
		public StopSignal stop() {
			return this.observer.stop();
		}

		@Override
		public Progress progress() {
			return this.observer.progress();
		}

		@Override
		public void started(RunId run, RunProperties options) {
			this.observer.started(run, options);
			tell((listener) -> listener.began(run, progress()));
		}

	}

	/**
	 * A launch of any kind.
	 */
	@FunctionalInterface
	interface Launch {

		RunEnd go(RunObserver observer) throws InterruptedException;

	}

}
