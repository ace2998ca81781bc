package dev.bulkcheckout.report.page;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Carts settled a second, slot by slot, with what held them up.
 *
 * @param begin of the first slot
 * @param slotSeconds how long a slot is
 * @param settled carts a second
 * @param paused when nothing was let through because the API said so
 * @param down when the API was taken to be down
 */
public record LiveChart(Instant begin, int slotSeconds, List<Double> settled, List<Span> paused, List<Span> down) {

	/** Its height in its own units. */
	public static final int HEIGHT = 60;

	/**
	 * Keeps copies.
	 */
	public LiveChart {
		settled = List.copyOf(settled);
		paused = List.copyOf(paused);
		down = List.copyOf(down);
	}

	/**
	 * A time, in slots.
	 *
	 * @param from its begin
	 * @param width how long
	 */
	public record Span(double from, double width) {
	}

	/**
	 * How many slots there are, and so how wide it is.
	 */
	public int slots() {
		return this.settled.size();
	}

	/**
	 * The most carts a second.
	 */
	public double highest() {
		return this.settled.stream().mapToDouble(Double::doubleValue).max().orElse(0);
	}

	/**
	 * The points of a line.
	 */
	public String points() {
		double highest = Math.max(highest(), 0.01);
		StringBuilder points = new StringBuilder();
		for (int i = 0; i < this.settled.size(); i++) {
			points.append(String.format(Locale.ROOT, "%.1f,%.1f ", i + 0.5,
					HEIGHT - 0.95 * HEIGHT * this.settled.get(i) / highest));
		}
		return points.toString().strip();
	}

	/**
	 * A number as SVG has it.
	 */
	public static String number(double value) {
		return String.format(Locale.ROOT, "%.2f", value);
	}

}
