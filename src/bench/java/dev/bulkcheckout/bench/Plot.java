package dev.bulkcheckout.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Curves over the number of carts, both axes logarithmic, as SVG.
 */
final class Plot {

	private static final List<String> COLOURS = List.of("#0b6e99", "#c2571a", "#4f7a28", "#7a4fa3");

	private static final int WIDTH = 640;

	private static final int HEIGHT = 360;

	private static final int MARGIN = 60;

	private Plot() {
	}

	/**
	 * One curve.
	 *
	 * @param name what it shows, with its unit
	 * @param points carts and value, each above 0
	 */
	record Curve(String name, List<double[]> points) {
	}

	static void write(Path file, String title, List<Curve> curves) throws IOException {
		double[] x = range(curves, 0);
		double[] y = range(curves, 1);
		StringBuilder svg = new StringBuilder("""
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" role="img">
				<title>%s</title><rect width="100%%" height="100%%" fill="#fff"/>
				""".formatted(WIDTH, HEIGHT + 20 * curves.size(), title));
		for (double power = x[0]; power <= x[1]; power++) {
			add(svg, "<text x='%.0f' y='%d' text-anchor='middle'>%,.0f</text>", place(power, x, false), HEIGHT - MARGIN + 18,
					Math.pow(10, power));
		}
		for (double power = y[0]; power <= y[1]; power++) {
			add(svg, "<path d='M%d %.0fH%d' stroke='#ddd'/><text x='%d' y='%.0f' text-anchor='end'>%s</text>", MARGIN,
					place(power, y, true), WIDTH - MARGIN, MARGIN - 6, place(power, y, true) + 4,
					(power < 0) ? String.valueOf(Math.pow(10, power)) : "%,.0f".formatted(Math.pow(10, power)));
		}
		for (int i = 0; i < curves.size(); i++) {
			StringBuilder path = new StringBuilder();
			for (double[] point : curves.get(i).points()) {
				add(path, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", place(Math.log10(point[0]), x, false),
						place(Math.log10(point[1]), y, true));
			}
			add(svg, "<path d='%s' fill='none' stroke='%s' stroke-width='2'/><text x='%d' y='%d' fill='%s'>%s</text>", path,
					COLOURS.get(i), MARGIN, HEIGHT + 20 * i, COLOURS.get(i), curves.get(i).name());
		}
		Files.writeString(file, svg.append("</svg>\n"));
	}

	private static void add(StringBuilder text, String format, Object... values) {
		text.append(String.format(Locale.ROOT, format, values)).append((text.indexOf("<") == 0) ? "\n" : "");
	}

	/** The powers of ten around all values. */
	private static double[] range(List<Curve> curves, int axis) {
		double[] all = curves.stream()
			.flatMap((curve) -> curve.points().stream())
			.mapToDouble((point) -> Math.log10(point[axis]))
			.sorted()
			.toArray();
		double low = Math.floor(all[0]);
		return new double[] { low, Math.max(low + 1, Math.ceil(all[all.length - 1])) };
	}

	private static double place(double power, double[] range, boolean up) {
		double share = (power - range[0]) / (range[1] - range[0]);
		return up ? HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN) : MARGIN + share * (WIDTH - 2 * MARGIN);
	}

}
