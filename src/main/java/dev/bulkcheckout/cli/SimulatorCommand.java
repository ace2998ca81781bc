package dev.bulkcheckout.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.ScenarioFile;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.simulator.Throttle;

/**
 * Serves a Partner Center to rehearse with.
 */
@Command(name = "simulator", description = "Serve a Partner Center to rehearse with, until Ctrl-C.",
		footer = "While it runs, GET /simulator explains what carts do and all words of a scenario.")
final class SimulatorCommand implements Callable<Integer> {

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Option(names = "--port", paramLabel = "N", defaultValue = "8085", description = "default: ${DEFAULT-VALUE}")
	private int port;

	@Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
			description = "where to listen (default: ${DEFAULT-VALUE})")
	private String host = "127.0.0.1";

	@Option(names = "--scenario", paramLabel = "FILE", description = "which carts misbehave, and how")
	private @Nullable Path scenario;

	@Option(names = "--latency", paramLabel = "DURATION", converter = Durations.class,
			description = "median time of an answer; one in a hundred takes ten times as long (default: none)")
	private @Nullable Duration latency;

	@Option(names = "--throttle", paramLabel = "LIMIT",
			description = "calls a second above which it answers 429, with a token bucket or as in a scenario: "
					+ "\"100 fixed=1s\", \"10 sliding=60s retry-after=60s\"")
	private @Nullable String throttle;

	@Override
	public Integer call() throws InterruptedException {
		Console console = Consoles.of(this.spec);
		SimulatorSettings settings = settings();
		CountDownLatch stopped = new CountDownLatch(1);
		Signal.handle(new Signal("INT"), (signal) -> stopped.countDown());
		Signal.handle(new Signal("TERM"), (signal) -> stopped.countDown());
		try (Simulator simulator = start(settings)) {
			console.out().println("PARTNER_CENTER_BASE_URL=" + simulator.baseUrl());
			console.out().println("PARTNER_CENTER_AUTHORITY=" + simulator.authority());
			console.out().flush();
			console.say("the simulator answers on " + simulator.baseUrl() + " until Ctrl-C");
			stopped.await();
		}
		return ExitCode.OK.code();
	}

	private SimulatorSettings settings() {
		if (this.port < 0 || this.port > 65_535) {
			throw new UsageException("--port must be from 0 (any that is free) to 65535");
		}
		SimulatorSettings.Builder settings = SimulatorSettings.builder().host(this.host).port(this.port);
		if (this.latency != null) {
			settings.latency(Latency.lognormal(this.latency, this.latency.multipliedBy(10)));
		}
		if (this.throttle != null) {
			settings.throttle(throttle(this.throttle));
		}
		return withScenario(settings.build());
	}

	private static Throttle throttle(String words) {
		try {
			return Throttle.parse(words);
		}
		catch (IllegalArgumentException ex) {
			throw new UsageException("--throttle '" + words + "' is not understood: " + ex.getMessage());
		}
	}

	private static Simulator start(SimulatorSettings settings) {
		try {
			return Simulator.start(settings);
		}
		catch (UncheckedIOException ex) {
			throw new UsageException("the simulator cannot listen on %s:%d: %s; --port and --host choose another"
				.formatted(settings.host(), settings.port(), Objects.requireNonNull(ex.getCause()).getMessage()));
		}
	}

	private SimulatorSettings withScenario(SimulatorSettings settings) {
		if (this.scenario == null) {
			return settings;
		}
		try {
			return ScenarioFile.read(this.scenario, settings);
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new UsageException("the scenario " + this.scenario + " cannot be used: " + ex.getMessage());
		}
	}

}
