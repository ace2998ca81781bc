package dev.bulkcheckout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

import dev.bulkcheckout.simulator.OutageMode;
import dev.bulkcheckout.simulator.Simulator;

/**
 * Takes a simulator down once so many carts are ordered, for so long, and sees how soon
 * the run goes on after each outage.
 */
final class OutageDriver {

	private final Simulator simulator;

	private final Duration length;

	private final SortedMap<Long, OutageMode> plan;

	private final List<OutageMode> outages = new CopyOnWriteArrayList<>();

	private final List<Long> endedAtNanos = new CopyOnWriteArrayList<>();

	private final BiConsumer<Simulator, OutageMode> down;

	private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::drive);

	/**
	 * Plans outages.
	 * @param plan by the number of ordered carts
	 */
	OutageDriver(Simulator simulator, Duration length, Map<Long, OutageMode> plan) {
		this(simulator, length, plan, Simulator::goDown);
	}

	/** Plans outages that only checkouts meet. */
	static OutageDriver ofCheckouts(Simulator simulator, Duration length, Map<Long, OutageMode> plan) {
		return new OutageDriver(simulator, length, plan, Simulator::checkoutsGoDown);
	}

	private OutageDriver(Simulator simulator, Duration length, Map<Long, OutageMode> plan,
			BiConsumer<Simulator, OutageMode> down) {
		this.down = down;
		this.simulator = simulator;
		this.length = length;
		this.plan = new TreeMap<>(plan);
	}

	void start() {
		this.thread.start();
	}

	void end() throws InterruptedException {
		this.thread.interrupt();
		this.thread.join();
	}

	List<OutageMode> outages() {
		return this.outages;
	}

	/** How long after each outage the next checkout arrived. */
	List<Duration> recoveries() {
		List<Duration> recoveries = new ArrayList<>();
		for (long ended : this.endedAtNanos) {
			this.simulator.requests()
				.stream()
				.filter((request) -> request.isCheckout() && request.arrivedAtNanos() > ended)
				.findFirst()
				.ifPresent((request) -> recoveries.add(Duration.ofNanos(request.arrivedAtNanos() - ended)));
		}
		return recoveries;
	}

	private void drive() {
		try {
			for (Map.Entry<Long, OutageMode> next : this.plan.entrySet()) {
				while (this.simulator.counts().orderedCarts() < next.getKey()) {
					Thread.sleep(5);
				}
				this.down.accept(this.simulator, next.getValue());
				this.outages.add(next.getValue());
				Thread.sleep(this.length.toMillis());
				this.simulator.comeBack();
				this.endedAtNanos.add(System.nanoTime());
			}
		}
		catch (InterruptedException ex) {
			// the run is over
		}
	}

}
