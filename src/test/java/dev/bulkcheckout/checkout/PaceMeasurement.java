package dev.bulkcheckout.checkout;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.bulkcheckout.simulator.Behaviour;
import dev.bulkcheckout.simulator.SimulatorCounts;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.simulator.Throttle;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;

/**
 * How much of a throttle's rate 64 calls in flight carry over real HTTP, and how many of
 * them are refused, without being told the rate.
 *
 * @param rate the throttle, calls a second
 * @param calls that arrived
 * @param throttled those of them that were refused
 * @param carried share of what the throttle would have let through
 */
record PaceMeasurement(int rate, long calls, long throttled, double carried) {

	/** Enough for 500 calls a second of 100 ms each, and some more. */
	private static final int IN_FLIGHT = 96;

	/**
	 * Measures.
	 * @param warmUp in which the rate is found; not counted
	 * @param time what is counted
	 */
	static PaceMeasurement of(int rate, Duration warmUp, Duration time) throws Exception {
		SimulatorSettings settings = SimulatorSettings.builder()
			.latency(Latency.fixed(Duration.ofMillis(100)))
			.throttle(Throttle.of(rate))
			.recordedRequests(0)
			.build();
		try (CheckoutLab lab = new CheckoutLab(settings, Duration.ofSeconds(20));
				CheckoutLab.Run run = lab.new Run();
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < IN_FLIGHT; i++) {
				Future<?> unused = threads.submit(() -> {
					while (!run.isStopping()) {
						run.checkOut(lab.aCart(Behaviour.FINE));
					}
					return null;
				});
			}
			Thread.sleep(warmUp);
			SimulatorCounts before = lab.simulator.counts();
			long begin = System.nanoTime();
			Thread.sleep(time);
			SimulatorCounts after = lab.simulator.counts();
			double seconds = (System.nanoTime() - begin) / 1e9;
			run.stop(new StopReason(StopKind.CREDIT, "measured", ""));
			run.close();
			long calls = after.calls() - before.calls();
			long throttled = after.throttled() - before.throttled();
			return new PaceMeasurement(rate, calls, throttled, (calls - throttled) / (rate * seconds));
		}
	}

	double refused() {
		return (double) this.throttled / this.calls;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%5d/s  %7d calls  carried %5.1f %%  refused %5.2f %%", this.rate, this.calls,
				100 * this.carried, 100 * refused());
	}

}
