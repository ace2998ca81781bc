package dev.bulkcheckout.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What happened when, ready to be drawn: places are shares of the whole time, from 0 to
 * 1.
 *
 * @param startMillis the left edge, as a clock in the operator's zone shows it, since the
 * epoch
 * @param slotSeconds how long a slot of {@code settled} is
 * @param settled carts settled a second, slot by slot
 * @param highest the top of their scale
 * @param ticks the times that are named
 * @param lanes what went on beside
 * @param latency of checkouts; null for a run of which it was not kept
 */
public record TimeLine(long startMillis, int slotSeconds, List<Double> settled, double highest, List<Tick> ticks,
		List<Lane> lanes, @Nullable Latency latency) {

	/**
	 * A named time.
	 *
	 * @param place where
	 * @param text what a clock shows
	 */
	public record Tick(double place, String text) {
	}

	/**
	 * A row of marks.
	 *
	 * @param name what they are, with their sum
	 * @param marks where; empty lanes are not drawn
	 */
	public record Lane(String name, List<Mark> marks) {
	}

	/**
	 * A mark.
	 *
	 * @param from its left edge
	 * @param to its right edge
	 * @param style of its colour
	 * @param title in words
	 */
	public record Mark(double from, double to, String style, String title) {
	}

	/**
	 * How long checkouts took: so many were answered within these milliseconds.
	 *
	 * @param slotSeconds how long a slot is
	 * @param slots slot by slot; null where none was answered
	 * @param whole of the whole run
	 * @param highest the top of the scale in milliseconds
	 */
	public record Latency(int slotSeconds, List<@Nullable Within> slots, Within whole, int highest) {
	}

	/**
	 * Bounds in milliseconds.
	 *
	 * @param half of the calls
	 * @param most 95 % of them
	 * @param nearlyAll 99 % of them
	 */
	public record Within(int half, int most, int nearlyAll) {
	}

	/**
	 * The settled carts as points of a line, 100 high, one unit a slot.
	 */
	public String settledPoints() {
		StringBuilder points = new StringBuilder();
		for (int i = 0; i < this.settled.size(); i++) {
			points.append(point(i, this.settled.get(i), this.highest));
		}
		return points.toString().strip();
	}

	/**
	 * A bound of the latency as lines, one for each stretch without a gap.
	 * @param bound 0 for half, 1 for 95 %, 2 for 99 %
	 */
	public List<String> latencyLines(int bound) {
		List<String> lines = new ArrayList<>();
		StringBuilder line = new StringBuilder();
		Latency of = this.latency;
		if (of == null) {
			return lines;
		}
		for (int i = 0; i <= of.slots().size(); i++) {
			Within within = (i < of.slots().size()) ? of.slots().get(i) : null;
			if (within != null) {
				int value = (bound == 0) ? within.half() : (bound == 1) ? within.most() : within.nearlyAll();
				// a line needs two points
				line.append(line.isEmpty() ? point(i - 0.4, value, of.highest()) : "")
					.append(point(i, value, of.highest()))
					.append(point(i + 0.4, value, of.highest()));
			}
			else if (!line.isEmpty()) {
				lines.add(line.toString().strip());
				line.setLength(0);
			}
		}
		return lines;
	}

	private static String point(double slot, double value, double highest) {
		return String.format(Locale.ROOT, "%.1f,%.0f ", slot + 0.5, 100 - (100 * value / highest));
	}

	/**
	 * What the script reads out: numbers only.
	 */
	public String json() {
		StringBuilder json = new StringBuilder(
				"{\"t0\":%d,\"w\":%d,\"s\":[".formatted(this.startMillis, this.slotSeconds));
		for (int i = 0; i < this.settled.size(); i++) {
			json.append((i > 0) ? "," : "").append(String.format(Locale.ROOT, "%.1f", this.settled.get(i)));
		}
		json.append("],\"lw\":").append((this.latency != null) ? this.latency.slotSeconds() : 1).append(",\"l\":[");
		if (this.latency != null) {
			for (int i = 0; i < this.latency.slots().size(); i++) {
				Within within = this.latency.slots().get(i);
				json.append((i > 0) ? "," : "")
					.append((within != null) ? "[%d,%d,%d]".formatted(within.half(), within.most(), within.nearlyAll())
							: "null");
			}
		}
		return json.append("]}").toString();
	}

}
