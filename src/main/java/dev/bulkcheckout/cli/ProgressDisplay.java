package dev.bulkcheckout.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.job.Progress;
import dev.bulkcheckout.throttling.Pace;

/**
 * Shows how far a run is: a bar with rate and time left on a terminal, a line now and
 * then elsewhere.
 */
final class ProgressDisplay implements AutoCloseable {

	private static final Duration LINE_EVERY = Duration.ofSeconds(15);

	private static final Duration BAR_EVERY = Duration.ofMillis(500);

	private final Progress progress;

	private final OperatorConsole console;

	private final TerminalLine line;

	private final Supplier<Pace> pace;

	private final ScheduledExecutorService thread = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("progress").daemon().factory());

	private @Nullable ProgressBar bar;

	private Progress.@Nullable Phase shown;

	private long doneAtLastLine;

	private ProgressDisplay(Progress progress, Console console, Supplier<Pace> pace) {
		this.progress = progress;
		this.console = console;
		this.line = new TerminalLine(console.err(), Consoles.width(80));
		this.pace = pace;
	}

	/**
	 * Shows the progress until closed.
	 * @param terminal whether a person watches
	 * @param pace how fast it goes
	 */
	static ProgressDisplay start(Progress progress, boolean terminal, Console console, Supplier<Pace> pace) {
		ProgressDisplay display = new ProgressDisplay(progress, console, pace);
		Duration every = terminal ? BAR_EVERY : LINE_EVERY;
		Future<?> unused = display.thread.scheduleAtFixedRate(terminal ? display::draw : display::tell,
				every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
		return display;
	}

	private synchronized void draw() {
		Progress.Phase phase = this.progress.phase();
		long total = this.progress.total();
		if (total == 0) {
			return;
		}
		if (phase != this.shown) {
			endBar();
			this.shown = phase;
			this.bar = new ProgressBarBuilder().setTaskName(phase.words())
				.setInitialMax(total)
				.setStyle(ProgressBarStyle.ASCII)
				.setUpdateIntervalMillis((int) BAR_EVERY.toMillis())
				.setConsumer(this.line)
				.startsFrom(this.progress.done(), Duration.ZERO)
				.showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
				.build();
		}
		if (this.bar != null) {
			this.bar.maxHint(total);
			this.bar.stepTo(this.progress.done());
			this.bar.setExtraMessage(" " + pace());
		}
	}

	private synchronized void tell() {
		long total = this.progress.total();
		long done = this.progress.done();
		if (total == 0 || (done == this.doneAtLastLine && this.progress.phase() == this.shown)) {
			return;
		}
		double perSecond = (this.progress.phase() == this.shown)
				? Math.max(0, done - this.doneAtLastLine) / (double) LINE_EVERY.toSeconds() : 0;
		this.shown = this.progress.phase();
		this.doneAtLastLine = done;
		String left = (perSecond > 0)
				? ", %.1f a second, %s left".formatted(perSecond, time((total - done) / perSecond)) : "";
		this.console
			.say(String.format(Locale.ROOT, "%s: %,d of %,d%s (%s)", this.shown.words(), done, total, left, pace()));
	}

	private String pace() {
		Pace now = this.pace.get();
		return switch (now.reason().kind()) {
			case PAUSED, RATE -> "%d in flight, %s".formatted(now.inFlight(), now.reason().sentence());
			case IN_FLIGHT, NOTHING_WAITS -> "%d in flight".formatted(now.inFlight());
		};
	}

	private static String time(double seconds) {
		Duration left = Duration.ofSeconds((long) Math.ceil(seconds));
		return (left.toHours() > 0) ? "%d h %02d min".formatted(left.toHours(), left.toMinutesPart())
				: "%d min %02d s".formatted(left.toMinutes(), left.toSecondsPart());
	}

	private void endBar() {
		if (this.bar != null) {
			if (this.progress.phase() != this.shown) {
				// what came after the last look at it
				this.bar.stepTo(this.bar.getMax());
			}
			this.bar.close();
			this.bar = null;
		}
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
		synchronized (this) {
			if (this.bar != null && this.progress.phase() == this.shown) {
				this.bar.stepTo(this.progress.done());
			}
			endBar();
		}
	}

}
