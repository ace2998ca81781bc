package dev.bulkcheckout.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.ledger.LeaseHolder;
import dev.bulkcheckout.ledger.Run;

/**
 * Runs as JSON for other programs, as {@code docs/runs.schema.json} and
 * {@code docs/run.schema.json} (JSON Schema) say. Member names stay; members may be
 * added. Every member is always there, null where nothing is known; times are ISO 8601 in
 * UTC with milliseconds, durations are seconds.
 * <p>
 * The list has for each run {@code run}, {@code input}, {@code sha256}, {@code date},
 * {@code rerunOf}, {@code rerunOutcomes}, {@code job}, {@code createdAt},
 * {@code startedAt}, {@code stagedAt}, {@code checkedOutAt}, {@code reconciledAt},
 * {@code finishedAt}, {@code exitCode}, {@code state}, {@code progress}, {@code ordered},
 * {@code unhappy} and {@code rejected}.
 * <p>
 * One run has the same up to {@code progress}, then {@code asOf}, {@code rows},
 * {@code rejected}, {@code carts}, {@code verdict}, {@code outcomes} (a count for every
 * outcome), {@code orders}, {@code orderLines}, {@code money}, {@code subscriptions} (a
 * count for every state), {@code checkoutsPerSecond}, {@code steps}, {@code causes} with
 * {@code moreCauses}, {@code openLines} with {@code moreOpenLines}, {@code notes} with
 * {@code moreNotes}, {@code preflight}, {@code reruns}, {@code carriedOver} and
 * {@code options}.
 */
public final class RunJson {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX")
		.withZone(ZoneOffset.UTC);

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private RunJson() {
	}

	/**
	 * Writes a list of runs as an array.
	 * @throws IOException if the target does not take it
	 */
	public static void write(List<RunLine> runs, Appendable target) throws IOException {
		ArrayNode array = NODES.arrayNode();
		for (RunLine line : runs) {
			ObjectNode node = array.addObject();
			put(node, line.run(), line.state(), line.progress());
			node.put("ordered", line.ordered()).put("unhappy", line.unhappy()).put("rejected", line.rejected());
		}
		append(array, target);
	}

	/**
	 * Writes one run as an object.
	 * @throws IOException if the target does not take it
	 */
	public static void write(RunReport report, Appendable target) throws IOException {
		ObjectNode node = NODES.objectNode();
		put(node, report.run(), report.state(), report.progress());
		node.put("asOf", time(report.asOf()))
			.put("rows", report.counts().rows())
			.put("rejected", report.counts().rejected())
			.put("carts", report.counts().allCarts());
		put(node.putObject("verdict"), report.verdict());
		ObjectNode outcomes = node.putObject("outcomes");
		for (Outcome outcome : Outcome.values()) {
			outcomes.put(outcome.name(), report.counts().carts(outcome));
		}
		node.put("orders", report.orders())
			.put("orderLines", report.counts().lines().values().stream().mapToLong(Long::longValue).sum());
		ArrayNode money = node.putArray("money");
		report.money().forEach((each) -> money.addObject().put("currency", each.currency()).put("total", each.total()));
		node.put("ordersWithoutPrice", report.ordersWithoutPrice());
		ObjectNode subscriptions = node.putObject("subscriptions");
		for (SubscriptionState state : SubscriptionState.values()) {
			subscriptions.put(state.name(), report.counts().lines(state));
		}
		node.put("checkoutsPerSecond",
				report.checkoutsPerSecond().isPresent() ? rounded(report.checkoutsPerSecond().getAsDouble(), 1) : null);
		node.put("pace", report.pace());
		ArrayNode steps = node.putArray("steps");
		report.steps().forEach((step) -> put(steps.addObject(), step));
		ArrayNode causes = node.putArray("causes");
		report.causes().forEach((cause) -> put(causes.addObject(), cause));
		node.put("moreCauses", report.moreCauses());
		ArrayNode openLines = node.putArray("openLines");
		report.openLines().forEach((line) -> put(openLines.addObject(), line));
		node.put("moreOpenLines", report.moreOpenLines());
		ArrayNode notes = node.putArray("notes");
		report.notes()
			.forEach((note) -> notes.addObject()
				.put("line", note.line())
				.put("customer", note.customer())
				.put("cart", note.cart())
				.put("note", note.says()));
		node.put("moreNotes", report.moreNotes());
		put(node, report.preflight());
		ArrayNode reruns = node.putArray("reruns");
		report.reruns()
			.forEach((rerun) -> reruns.addObject().put("run", rerun.id().value()).put("outcomes", rerun.outcomes()));
		put(node, report.carriedOver());
		node.set("options", MAPPER.readTree(report.run().options()));
		append(node, target);
	}

	private static void put(ObjectNode node, Run run, RunState state, RunProgress progress) {
		Instant finishedAt = run.finishedAt();
		Integer exitCode = run.exitCode();
		if (state instanceof RunState.Finished finished) {
			finishedAt = finished.at();
			exitCode = finished.exitCode();
		}
		node.put("run", run.id().value())
			.put("input", run.inputName())
			.put("rehearsal", run.rehearsal())
			.put("sha256", run.inputSha256())
			.put("date", (run.businessDate() != null) ? run.businessDate().toString() : null)
			.put("rerunOf", (run.rerunOf() != null) ? run.rerunOf().value() : null)
			.put("rerunOutcomes", run.rerunOutcomes())
			.put("job", run.job())
			.put("createdAt", time(run.createdAt()))
			.put("startedAt", time(run.startedAt()))
			.put("stagedAt", time(run.stagedAt()))
			.put("checkedOutAt", time(run.checkedOutAt()))
			.put("reconciledAt", time(run.reconciledAt()))
			.put("finishedAt", time(finishedAt))
			.put("exitCode", exitCode);
		put(node.putObject("state"), state);
		node.putObject("progress")
			.put("phase", progress.phase().name())
			.put("carts", progress.carts())
			.put("settled", progress.settled())
			.put("idsExpected", progress.idsExpected())
			.put("idsAwaited", progress.idsAwaited())
			.put("idsMissing", progress.idsMissing())
			.put("nextLook", time(progress.nextLook()));
	}

	/**
	 * {@code word} is RUNNING, STOPPING, FINISHED, STOPPED, PLANNED, CRASHED or WAITING;
	 * {@code since} when that began: for CRASHED, when the process was last heard of.
	 */
	private static void put(ObjectNode node, RunState state) {
		LeaseHolder holder = switch (state) {
			case RunState.Running running -> running.holder();
			case RunState.Crashed crashed -> crashed.holder();
			default -> null;
		};
		Instant since = switch (state) {
			case RunState.Running running -> running.since();
			case RunState.Finished finished -> finished.at();
			case RunState.Stopped stopped -> stopped.at();
			case RunState.Planned planned -> planned.at();
			case RunState.Crashed crashed -> crashed.lastHeartbeat();
			case RunState.Waiting waiting -> null;
		};
		RunState.Stopped stopped = (state instanceof RunState.Stopped stop) ? stop : null;
		node.put("word", state.word())
			.put("since", time(since))
			.put("host", (holder != null) ? holder.hostName() : null)
			.put("pid", (holder != null) ? holder.pid() : null)
			.put("reason", (stopped != null) ? stopped.reason() : null)
			.put("advice", (stopped != null) ? stopped.advice() : null);
	}

	private static void put(ObjectNode node, @Nullable PreflightReport found) {
		if (found == null) {
			node.putNull("preflight");
			return;
		}
		ObjectNode preflight = node.putObject("preflight")
			.put("wouldGo", found.going())
			.put("notRead", found.notRead());
		ObjectNode verdicts = preflight.putObject("verdicts");
		found.carts().forEach((verdict, carts) -> verdicts.put(verdict.name(), carts));
		ArrayNode money = preflight.putArray("money");
		found.money().forEach((each) -> money.addObject().put("currency", each.currency()).put("total", each.total()));
		preflight.put("unpriced", found.unpriced())
			.put("late", found.late())
			.put("firstExpiry", time(found.firstExpiry()))
			.put("agreements", found.agreements());
	}

	private static void put(ObjectNode node, RunReport.@Nullable CarriedOver carriedOver) {
		if (carriedOver == null) {
			node.putNull("carriedOver");
			return;
		}
		ObjectNode carried = node.putObject("carriedOver").put("carts", carriedOver.all().carts());
		ArrayNode runs = carried.putArray("runs");
		carriedOver.all().from().forEach((run) -> runs.add(run.value()));
		ArrayNode lines = carried.putArray("lines");
		carriedOver.carts()
			.forEach((cart) -> lines.addObject()
				.put("line", cart.line())
				.put("customer", cart.customer())
				.put("cart", cart.cart())
				.put("fromRun", cart.from().value())
				.put("fromLine", cart.fromLine())
				.put("firstSeenAt", time(cart.firstSeenAt())));
		carried.put("moreLines", carriedOver.more());
	}

	private static void put(ObjectNode node, RunVerdict verdict) {
		node.put("tone", verdict.tone().name()).put("headline", verdict.headline());
		ArrayNode next = node.putArray("next");
		for (RunVerdict.NextStep step : verdict.next()) {
			ArrayNode files = next.addObject()
				.put("what", step.what())
				.put("how", step.how())
				.put("command", step.command())
				.putArray("files");
			step.files().forEach(files::add);
		}
	}

	private static void put(ObjectNode node, RunReport.Step step) {
		node.put("name", step.name())
			.put("status", step.status())
			.put("startedAt", time(step.startedAt()))
			.put("endedAt", time(step.endedAt()))
			.put("tries", step.tries())
			.put("seconds", seconds(step.duration()));
	}

	private static void put(ObjectNode node, RunReport.Cause cause) {
		node.put("outcome", cause.outcome().name())
			.put("httpStatus", cause.httpStatus())
			.put("code", cause.code())
			.put("carts", cause.carts())
			.put("exampleLine", cause.exampleLine())
			.put("exampleCustomer", cause.exampleCustomer())
			.put("exampleCart", cause.exampleCart())
			.put("exampleCorrelation", cause.exampleCorrelation())
			.put("description", cause.description())
			.put("meaning", cause.meaning())
			.put("advice", cause.advice());
	}

	private static void put(ObjectNode node, RunReport.OpenLine line) {
		node.put("customer", line.customer())
			.put("order", line.order())
			.put("lineItemNumber", line.lineItem())
			.put("friendlyName", line.friendlyName())
			.put("state", line.state().name())
			.put("orderStatus", line.orderStatus())
			.put("reads", line.reads())
			.put("secondReads", line.secondReads())
			.put("nextLook", time(line.nextLook()))
			.put("problem", line.problem());
	}

	private static void append(tools.jackson.databind.JsonNode node, Appendable target) throws IOException {
		target.append(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node)).append('\n');
	}

	private static @Nullable String time(@Nullable Instant time) {
		return (time != null) ? TIME.format(time) : null;
	}

	private static BigDecimal seconds(Duration duration) {
		return BigDecimal.valueOf(duration.toMillis(), 3);
	}

	private static BigDecimal rounded(double value, int digits) {
		return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
	}

}
