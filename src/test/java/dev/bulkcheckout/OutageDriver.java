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
 * Takes the simulator of a run down once so many carts are ordered, until the run has
 * noticed it and for so long after that, and sees how soon the run goes on after each
 * outage.
 */
final class OutageDriver {

	private final RunFixture fixture;

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
	OutageDriver(RunFixture fixture, Duration length, Map<Long, OutageMode> plan) {
		this(fixture, length, plan, Simulator::goDown);
	}

	/** Plans outages that only checkouts meet. */
	static OutageDriver ofCheckouts(RunFixture fixture, Duration length, Map<Long, OutageMode> plan) {
		return new OutageDriver(fixture, length, plan, Simulator::checkoutsGoDown);
	}

	private OutageDriver(RunFixture fixture, Duration length, Map<Long, OutageMode> plan,
			BiConsumer<Simulator, OutageMode> down) {
		this.down = down;
		this.fixture = fixture;
		this.simulator = fixture.simulator;
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

	private long noticed() {
		return this.fixture.said.stream().filter((line) -> line.contains("does not answer since")).count();
	}

	private void drive() {
		try {
			for (Map.Entry<Long, OutageMode> next : this.plan.entrySet()) {
				while (this.simulator.counts().orderedCarts() < next.getKey()) {
					Thread.sleep(5);
				}
				long noticed = noticed();
				this.down.accept(this.simulator, next.getValue());
				this.outages.add(next.getValue());
				while (noticed() == noticed) {
					Thread.sleep(5);
				}
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
