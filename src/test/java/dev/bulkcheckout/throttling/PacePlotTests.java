package dev.bulkcheckout.throttling;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Draws the rate over time for each way to count, as docs/pace.svg shows it: run it and
 * copy target/pace.svg there.
 */
@Tag("long")
class PacePlotTests {

	private static final int WIDTH = 300;

	private static final int HEIGHT = 120;

	private static final int GAP = 36;

	private static final int COLUMNS = 3;

	private static final int POINTS = 250;

	/**
	 * One drawing.
	 *
	 * @param limit in calls a second, the line in the middle
	 */
	private record Panel(String title, Limiter limiter, double limit, int seconds) {
	}

	@Test
	void draw() throws Exception {
		List<Panel> panels = List.of(panel("bucket 0.1", 100, 60), panel("bucket 1", 100, 60),
				panel("bucket 5", 100, 60), panel("fixed 1", 100, 60), panel("sliding 1", 100, 60),
				panel("fixed 1", 20, 60), panel("sliding 10", 20, 300), panel("sliding 60", 10, 300),
				new Panel("5 % refused at random, no limit", Limiter.none().sporadically(0.05, 2, new Random(1)), 1067,
						60));
		int rows = Math.ceilDiv(panels.size(), COLUMNS);
		StringBuilder svg = new StringBuilder(
				"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">\n"
					.formatted(COLUMNS * (WIDTH + GAP) + GAP, rows * (HEIGHT + GAP) + GAP));
		for (int i = 0; i < panels.size(); i++) {
			draw(svg, panels.get(i), GAP + (i % COLUMNS) * (WIDTH + GAP), GAP + (i / COLUMNS) * (HEIGHT + GAP));
		}
		Path file = Path.of("target", "pace.svg");
		Files.createDirectories(file.getParent());
		Files.writeString(file, svg.append("</svg>\n"));
		assertThat(file).isNotEmptyFile();
	}

	private static Panel panel(String shape, double limit, int seconds) {
		String[] words = shape.split(" ");
		String title = words[0].equals("bucket") ? "bucket of %s s".formatted(words[1])
				: "%s window of %s s".formatted(words[0], words[1]);
		return new Panel("%s, %.0f/s".formatted(title, limit), ThrottleShapesTests.limiter(shape, limit, 3), limit,
				seconds);
	}

	private static void draw(StringBuilder svg, Panel panel, int left, int top) {
		SimulatedRun run = new SimulatedRun(panel.limiter(), 64, 0.06, false, 1);
		SimulatedRun.Carried carried = run.run(panel.seconds());
		svg.append("<text x=\"%d\" y=\"%d\">%s: %.0f %% carried, %.1f %% refused</text>\n".formatted(left, top - 5,
				panel.title(), 100 * carried.perSecond() / panel.limit(), 100 * carried.shareRefused()));
		svg.append("<path d=\"M%d %dv%dh%d\" fill=\"none\" stroke=\"#999\"/>\n".formatted(left, top, HEIGHT, WIDTH));
		svg.append("<path d=\"M%d %dh%d\" stroke=\"#c60\" stroke-dasharray=\"4\"/>\n".formatted(left, top + HEIGHT / 2,
				WIDTH));
		StringBuilder line = new StringBuilder();
		List<SimulatedRun.Sample> rates = run.rates();
		int next = 0;
		for (int point = 0; point < POINTS; point++) {
			double until = (double) panel.seconds() * point / POINTS;
			while (next + 1 < rates.size() && rates.get(next + 1).at() <= until) {
				next++;
			}
			double share = Math.min(2, rates.get(next).rate() / panel.limit());
			line.append(String.format(Locale.ROOT, "%s%.1f %.1f", (point == 0) ? "M" : "L",
					left + (double) WIDTH * point / POINTS, top + HEIGHT * (1 - share / 2)));
		}
		svg.append("<path d=\"%s\" fill=\"none\" stroke=\"#06c\" stroke-width=\"1.5\"/>\n".formatted(line));
		svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d s</text>\n".formatted(left + WIDTH,
				top + HEIGHT + 13, panel.seconds()));
	}

}
