package dev.bulkcheckout.checkout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.bulkcheckout.cart.CustomerId;
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
 * @param throttle as a scenario writes it
 * @param calls that arrived
 * @param throttled those of them that were refused
 * @param seconds measured
 * @param reason what the governor said of its pace at the end
 */
record PaceMeasurement(String throttle, long calls, long throttled, double seconds, String reason) {

	private static final int IN_FLIGHT = 64;

	/**
	 * Measures from a cold start.
	 */
	static PaceMeasurement of(String throttle, Duration time) throws Exception {
		try (CheckoutFixture fixture = fixture(throttle);
				CheckoutFixture.Run run = fixture.new Run(IN_FLIGHT);
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			long begin = System.nanoTime();
			// some more, as those that are refused wait by themselves
			for (int i = 0; i < 2 * IN_FLIGHT; i++) {
				Future<?> unused = threads.submit(() -> {
					while (!run.isStopping()) {
						run.checkOut(fixture.aCart(Behaviour.FINE));
					}
					return null;
				});
			}
			Thread.sleep(time);
			String reason = run.pace().reason().sentence();
			SimulatorCounts counts = fixture.simulator.counts();
			double seconds = (System.nanoTime() - begin) / 1e9;
			run.stop(new StopReason(StopKind.CREDIT, "measured", ""));
			run.close();
			return new PaceMeasurement(throttle, counts.calls(), counts.throttled(), seconds, reason);
		}
	}

	/**
	 * Measures when the carts of customers are done whose limits are counted each by
	 * itself; the first customer has more of them.
	 */
	static Customers ofCustomers(String throttle, int customers, int carts, int cartsOfFirst) throws Exception {
		long[] lastNanos = new long[customers];
		try (CheckoutFixture fixture = fixture(throttle);
				CheckoutFixture.Run run = fixture.new Run(IN_FLIGHT);
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			long begin = System.nanoTime();
			List<Future<?>> all = new ArrayList<>();
			for (int i = 0; i < customers; i++) {
				int number = i;
				CustomerId customer = new CustomerId(UUID.randomUUID().toString());
				for (int cart = 0; cart < ((i == 0) ? cartsOfFirst : carts); cart++) {
					all.add(threads.submit(() -> {
						run.checkOut(fixture.aCartOf(customer, Behaviour.FINE));
						synchronized (lastNanos) {
							lastNanos[number] = System.nanoTime() - begin;
						}
						return null;
					}));
				}
			}
			for (Future<?> one : all) {
				one.get();
			}
			SimulatorCounts counts = fixture.simulator.counts();
			return new Customers(Arrays.stream(lastNanos, 1, customers).max().orElseThrow() / 1e9, lastNanos[0] / 1e9,
					(double) counts.throttled() / counts.calls());
		}
	}

	private static CheckoutFixture fixture(String throttle) {
		return new CheckoutFixture(SimulatorSettings.builder()
			.latency(Latency.fixed(Duration.ofMillis(60)))
			.throttle(Throttle.parse(throttle))
			.recordedRequests(0)
			.build(), Duration.ofSeconds(20));
	}

	double perSecond() {
		return (this.calls - this.throttled) / this.seconds;
	}

	double refused() {
		return (double) this.throttled / this.calls;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%s: %.1f/s carried, %.2f %% refused; %s", this.throttle, perSecond(),
				100 * refused(), this.reason);
	}

	/**
	 * What came of customers with limits of their own.
	 *
	 * @param othersSeconds when the last of the others was done
	 * @param heavySeconds when the one with more carts was done
	 * @param refused share of the calls
	 */
	record Customers(double othersSeconds, double heavySeconds, double refused) {
	}

}
