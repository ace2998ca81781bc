package dev.bulkcheckout.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.InspectionVerdict;
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

	private static final int MOST_CAUSES = 10;

	private static final int MOST_OPEN_LINES = 20;

	private static final int MOST_CARRIED = 20;

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
	 * @param output where its result files are
	 * @throws IOException if the target does not take it
	 */
	public void write(RunReport report, Path output, Appendable target) throws IOException {
		Lines lines = new Lines(target, this.width);
		Times times = new Times(this.zone, report.asOf());
		if (report.state() instanceof RunState.Finished || report.state() instanceof RunState.Planned) {
			verdict(report.verdict(), output, lines);
		}
		head(report, times, lines);
		if (report.preflight() != null) {
			preflight(report.preflight(), times, lines);
		}
		if (!report.run().isPreflight()) {
			outcomes(report, lines);
		}
		money(report, lines);
		causes(report, lines);
		ids(report, lines);
		openLines(report, times, lines);
		notes(report, lines);
		carriedCarts(report, times, lines);
		steps(report, times, lines);
	}

	/** Commands and paths stand alone, so that they can be copied whole. */
	private static void verdict(RunVerdict verdict, Path output, Lines lines) throws IOException {
		lines.wrapped("", verdict.headline());
		for (RunVerdict.NextStep step : verdict.next()) {
			lines.wrapped("  ", step.what() + ": " + step.how());
			for (String file : step.files()) {
				lines.line("    " + output.resolve(file));
			}
			if (step.command() != null) {
				lines.line("    " + step.command());
			}
		}
		lines.line("");
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
		if (run.job() != null) {
			lines.wrapped("  job        ", run.job());
		}
		lines.wrapped("  launched   ", times.full(run.createdAt()) + ", times in " + times.zone());
		for (RunReport.Rerun rerun : report.reruns()) {
			lines.wrapped("  rerun      ", "as " + rerun.id() + outcomes(rerun.outcomes()));
		}
	}

	private static void outcomes(RunReport report, Lines lines) throws IOException {
		RunCounts counts = report.counts();
		lines.line("");
		TextTable table = new TextTable("%-17s".formatted("Carts"), ">" + Numbers.of(counts.allCarts()));
		for (Outcome outcome : Outcome.values()) {
			if (counts.carts(outcome) > 0) {
				table.row(Labels.of(outcome), Numbers.of(counts.carts(outcome)));
			}
		}
		if (counts.rejected() > 0) {
			table.row("rejected rows", Numbers.of(counts.rejected()));
		}
		table.write(lines);
		if (report.carriedOver() != null) {
			lines.wrapped("  ", report.carriedOver().all().words());
		}
		if (report.checkoutsPerSecond().isPresent()) {
			lines.line("  %.1f checkouts a second".formatted(report.checkoutsPerSecond().getAsDouble()));
		}
		if (report.pace() != null) {
			lines.wrapped("  ", "the pace: " + report.pace());
		}
	}

	private static void preflight(PreflightReport found, Times times, Lines lines) throws IOException {
		lines.line("");
		TextTable table = new TextTable("%-17s".formatted("Before buying"),
				">" + Numbers.of(found.going() + found.held()));
		for (InspectionVerdict verdict : InspectionVerdict.values()) {
			if (found.carts().getOrDefault(verdict, 0L) > 0) {
				table.row(verdict.words(), Numbers.of(found.carts().getOrDefault(verdict, 0L)));
			}
		}
		table.write(lines);
		for (Money money : found.money()) {
			lines.line("  %s %s for those that would go, as their lines say, without tax"
				.formatted(Numbers.of(money.total()), money.currency()));
		}
		if (found.unpriced() > 0) {
			lines.line("  %s that would go without a price".formatted(Numbers.of(found.unpriced(), "cart")));
		}
		if (found.firstExpiry() != null) {
			lines.wrapped("  ", "the first expires " + times.brief(found.firstExpiry()) + ((found.late() > 0)
					? "; " + Numbers.of(found.late(), "cart") + " would expire before a run at this pace reaches them"
					: ""));
		}
		if (!found.agreements()) {
			lines.wrapped("  ", "agreements were not looked at: that takes App+User and the global cloud");
		}
		if (!found.reasons().isEmpty()) {
			lines.line("");
			TextTable reasons = new TextTable(">Carts", "Why they would not go");
			for (PreflightReport.Reason reason : found.reasons()) {
				reasons.row(Numbers.of(reason.carts()), reason.verdict().words());
				if (reason.example() != null) {
					reasons.note("e.g. " + shortened(reason.example()));
				}
				reasons.note("what to do: " + reason.verdict().advice());
				reasons.note("line %s, customer %s, cart %s".formatted(Numbers.of(reason.line()), reason.customer(),
						reason.cart()));
			}
			reasons.write(lines);
		}
	}

	private static void money(RunReport report, Lines lines) throws IOException {
		if (report.money().isEmpty()) {
			return;
		}
		lines.line("");
		TextTable table = new TextTable("%-17s".formatted("Money, no tax"), ">");
		for (Money money : report.money()) {
			table.row(money.currency().isEmpty() ? "no currency" : money.currency(), Numbers.of(money.total()));
			table.note(money.parts()
				.stream()
				.map((part) -> Numbers.of(part.amount()) + " " + part.often())
				.collect(Collectors.joining(", ")));
		}
		table.write(lines);
		if (report.ordersWithoutPrice() > 0) {
			lines.line("  %s without a price".formatted(Numbers.of(report.ordersWithoutPrice(), "order")));
		}
	}

	private static void ids(RunReport report, Lines lines) throws IOException {
		RunCounts counts = report.counts();
		if (report.orders() == 0) {
			return;
		}
		lines.line("");
		TextTable table = new TextTable("%-25s".formatted("Order lines"),
				">" + Numbers.of(counts.lines().values().stream().mapToLong(Long::longValue).sum()),
				"of " + Numbers.of(report.orders(), "order"));
		for (SubscriptionState state : SubscriptionState.values()) {
			if (counts.lines(state) > 0) {
				table.row(Labels.of(state), Numbers.of(counts.lines(state)), "");
			}
		}
		table.write(lines);
		if (counts.bareOrders() > 0) {
			lines.line("  %s without lines".formatted(Numbers.of(counts.bareOrders(), "order")));
		}
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
		List<RunReport.Cause> first = report.causes().stream().limit(MOST_CAUSES).toList();
		for (RunReport.Cause cause : first) {
			List<String> parts = new ArrayList<>();
			parts.add(Labels.of(cause.outcome()));
			if (cause.httpStatus() != null) {
				parts.add("HTTP " + cause.httpStatus());
			}
			if (cause.code() != null) {
				parts.add("code " + shortened(cause.code()));
			}
			table.row(Numbers.of(cause.carts()), String.join(", ", parts));
			if (cause.said() != null) {
				table.note(shortened(cause.said()));
			}
			if (cause.explanation() != null && !isSame(cause.explanation().meaning(), cause.said())) {
				table.note("which means: " + cause.explanation().meaning());
			}
			table.note("what to do: " + cause.advice());
			table.note("e.g. line %s, customer %s, cart %s".formatted(Numbers.of(cause.exampleLine()),
					cause.exampleCustomer(), cause.exampleCart()));
		}
		table.write(lines);
		more(report.causes().size() - first.size() + report.moreCauses(), "causes, see results.csv", lines);
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

	private static void carriedCarts(RunReport report, Times times, Lines lines) throws IOException {
		if (report.carriedOver() == null) {
			return;
		}
		lines.line("");
		TextTable table = new TextTable("Carried over");
		List<RunReport.CarriedCart> first = report.carriedOver().carts().stream().limit(MOST_CARRIED).toList();
		for (RunReport.CarriedCart cart : first) {
			table.row("line %s was line %s of %s".formatted(Numbers.of(cart.line()), Numbers.of(cart.fromLine()),
					cart.from()));
			table.note("customer %s, cart %s, first seen %s".formatted(cart.customer(), cart.cart(),
					times.brief(cart.firstSeenAt())));
		}
		table.write(lines);
		more(report.carriedOver().all().carts() - first.size(), "carts that were carried over", lines);
	}

	private static void openLines(RunReport report, Times times, Lines lines) throws IOException {
		if (report.openLines().isEmpty()) {
			return;
		}
		lines.line("");
		TextTable table = new TextTable("Subscription ids that are not there");
		List<RunReport.OpenLine> first = report.openLines().stream().limit(MOST_OPEN_LINES).toList();
		for (RunReport.OpenLine line : first) {
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
		more(report.openLines().size() - first.size() + report.moreOpenLines(), "order lines, see orders.csv", lines);
	}

	private static void more(long count, String of, Lines lines) throws IOException {
		if (count > 0) {
			lines.line("  and %s more %s".formatted(Numbers.of(count), of));
		}
	}

	private static boolean isSame(String meaning, @Nullable String said) {
		return said != null && said.strip().toLowerCase(Locale.ROOT).startsWith(meaning.toLowerCase(Locale.ROOT));
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
