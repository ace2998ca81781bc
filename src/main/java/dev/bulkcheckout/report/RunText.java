package dev.bulkcheckout.report;

import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.RunCounts;

/**
 * Runs as plain text for a terminal: aligned, wrapped at its width, numbers with
 * thousands separators, times in the operator's zone, which is named.
 */
public final class RunText {

	private static final int NARROWEST = 80;

	private static final int MOST_CHARACTERS = 240;

	private final ZoneId zone;

	private final int width;

	/**
	 * Writes for one operator.
	 * @param zone the operator's time zone
	 * @param width columns of the terminal; fewer than 80 count as 80
	 */
	public RunText(ZoneId zone, int width) {
		this.zone = zone;
		this.width = Math.max(NARROWEST, width);
	}

	/**
	 * Writes a list of runs, two lines or more each.
	 * @throws IOException if the target does not take it
	 */
	public void write(List<RunLine> runs, Appendable target) throws IOException {
		Lines lines = new Lines(target, this.width);
		if (runs.isEmpty()) {
			lines.line("no runs yet; 'bulk-checkout run CARTS.csv' makes the first");
			return;
		}
		Times times = new Times(this.zone, runs.getFirst().asOf());
		TextTable table = new TextTable(">Run", "Launched", ">Carts", ">Ordered", ">To look at", ">No id yet");
		for (RunLine line : runs) {
			RunProgress progress = line.progress();
			table.row(String.valueOf(line.run().id().value()), times.full(line.run().createdAt()),
					Numbers.of(progress.carts()), Numbers.of(line.ordered()),
					Numbers.of(line.unhappy() + line.rejected()),
					Numbers.of(progress.idsAwaited() + progress.idsMissing()));
			table.note(input(line.run()) + ", " + RunSentence.of(line.run(), line.state(), progress, times));
		}
		table.write(lines);
		lines.line("");
		lines.line("times in " + times.zone());
	}

	/**
	 * Writes all that is told of one run.
	 * @throws IOException if the target does not take it
	 */
	public void write(RunReport report, Appendable target) throws IOException {
		Lines lines = new Lines(target, this.width);
		Times times = new Times(this.zone, report.asOf());
		head(report, times, lines);
		counts(report, lines);
		steps(report, times, lines);
		causes(report, lines);
		openLines(report, times, lines);
		notes(report, lines);
	}

	private static void head(RunReport report, Times times, Lines lines) throws IOException {
		Run run = report.run();
		lines.wrapped("", run.id() + ": " + RunSentence.of(run, report.state(), report.progress(), times));
		lines.line("");
		lines.wrapped("  input      ", input(run));
		if (run.inputSha256() != null) {
			lines.wrapped("  sha-256    ", run.inputSha256());
		}
		if (run.businessDate() != null) {
			lines.wrapped("  date       ", run.businessDate().toString());
		}
		lines.wrapped("  launched   ", times.full(run.createdAt()) + ", times in " + times.zone());
		for (RunReport.Rerun rerun : report.reruns()) {
			lines.wrapped("  rerun      ", "as " + rerun.id() + outcomes(rerun.outcomes()));
		}
	}

	private static void counts(RunReport report, Lines lines) throws IOException {
		RunCounts counts = report.counts();
		lines.line("");
		TextTable carts = new TextTable("Carts", ">" + Numbers.of(counts.allCarts()));
		for (Outcome outcome : Outcome.values()) {
			carts.row(Labels.of(outcome), Numbers.of(counts.carts(outcome)));
		}
		carts.row("rejected rows", Numbers.of(counts.rejected()));
		carts.write(lines);
		if (report.checkoutsPerSecond().isPresent()) {
			lines.line("  %.1f checkouts a second".formatted(report.checkoutsPerSecond().getAsDouble()));
		}
		lines.line("");
		TextTable ids = new TextTable("Order lines",
				">" + Numbers.of(counts.lines().values().stream().mapToLong(Long::longValue).sum()),
				"of %s orders".formatted(Numbers.of(report.orders())));
		for (SubscriptionState state : SubscriptionState.values()) {
			ids.row(Labels.of(state), Numbers.of(counts.lines(state)), "");
		}
		ids.write(lines);
	}

	private static void steps(RunReport report, Times times, Lines lines) throws IOException {
		if (report.steps().isEmpty()) {
			return;
		}
		lines.line("");
		TextTable table = new TextTable("Step", "Status", "Began", "Ended", ">Tries", ">Took");
		for (RunReport.Step step : report.steps()) {
			table.row(step.name(), step.status(), times.brief(step.startedAt()), times.brief(step.endedAt()),
					Numbers.of(step.tries()), Numbers.of(step.duration()));
		}
		table.write(lines);
	}

	private static void causes(RunReport report, Lines lines) throws IOException {
		if (report.causes().isEmpty()) {
			return;
		}
		lines.line("");
		TextTable table = new TextTable(">Carts", "Why not ordered");
		for (RunReport.Cause cause : report.causes()) {
			List<String> parts = new ArrayList<>();
			parts.add(Labels.of(cause.outcome()));
			if (cause.httpStatus() != null) {
				parts.add("HTTP " + cause.httpStatus());
			}
			if (cause.code() != null) {
				parts.add("code " + cause.code());
			}
			table.row(Numbers.of(cause.carts()), String.join(", ", parts));
			if (cause.description() != null) {
				table.note(shortened(withoutHead(cause)));
			}
			table.note("e.g. line %s, customer %s, cart %s".formatted(Numbers.of(cause.exampleLine()),
					cause.exampleCustomer(), cause.exampleCart()));
		}
		table.write(lines);
		more(report.moreCauses(), "causes, see results.csv", lines);
	}

	private static void notes(RunReport report, Lines lines) throws IOException {
		if (report.notes().isEmpty()) {
			return;
		}
		lines.line("");
		TextTable table = new TextTable("Odd answers");
		for (RunReport.Note note : report.notes()) {
			table.row("line %s, customer %s, cart %s".formatted(Numbers.of(note.line()), note.customer(), note.cart()));
			table.note(shortened(note.says()));
		}
		table.write(lines);
		more(report.moreNotes(), "notes, see results.csv", lines);
	}

	private static void openLines(RunReport report, Times times, Lines lines) throws IOException {
		if (report.openLines().isEmpty()) {
			return;
		}
		lines.line("");
		TextTable table = new TextTable("Subscription ids that are not there");
		for (RunReport.OpenLine line : report.openLines()) {
			table.row("order %s, %s".formatted(line.order(),
					(line.lineItem() != null) ? "line item " + line.lineItem() : "which came without line items"));
			List<String> parts = new ArrayList<>();
			parts.add("customer " + line.customer());
			if (line.friendlyName() != null) {
				parts.add(line.friendlyName());
			}
			parts.add(Labels.of(line.state()));
			parts.add("order " + ((line.orderStatus() != null) ? line.orderStatus() : "without status"));
			parts.add("asked %s times".formatted(Numbers.of(line.reads() + (long) line.secondReads())));
			if (line.nextLook() != null) {
				parts.add("next look " + times.brief(line.nextLook()));
			}
			table.note(String.join(", ", parts));
			if (line.problem() != null) {
				table.note("last look: " + shortened(line.problem()));
			}
		}
		table.write(lines);
		more(report.moreOpenLines(), "order lines, see orders.csv", lines);
	}

	private static void more(long count, String of, Lines lines) throws IOException {
		if (count > 0) {
			lines.line("  and %s more %s".formatted(Numbers.of(count), of));
		}
	}

	/** What stands in the line above is not repeated. */
	private static String withoutHead(RunReport.Cause cause) {
		String said = Objects.requireNonNull(cause.description());
		String status = "HTTP " + cause.httpStatus();
		String head = (cause.code() != null) ? status + " code " + cause.code() : status;
		return said.startsWith(head + ": ") ? said.substring(head.length() + 2) : said;
	}

	/** The files have it whole. */
	private static String shortened(String text) {
		return (text.codePointCount(0, text.length()) <= MOST_CHARACTERS) ? text
				: text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS)) + "...";
	}

	private static String input(Run run) {
		String input = (run.rerunOf() != null) ? "rerun of " + run.rerunOf() + outcomes(run.rerunOutcomes())
				: run.inputName();
		return run.rehearsal() ? input + " (rehearsal)" : input;
	}

	private static String outcomes(@Nullable String outcomes) {
		return (outcomes != null) ? " (%s)".formatted(Labels.outcomes(outcomes)) : "";
	}

}
